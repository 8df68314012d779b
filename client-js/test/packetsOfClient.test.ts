import { describe, expect, it } from 'vitest';
import { packets } from '../src/packets/index.js';
import { dialling, welcomed } from './stage.js';

const TABLES = {
  hash: 'h1',
  up: [
    ['move', 3, 'x:uint16', 'y:uint16'],
    ['stop', 4],
  ],
  down: [
    ['hero', 259, 'level:int8'],
    ['gone', 1],
  ],
};

const frame = (...bytes: number[]) => new Uint8Array(bytes).buffer;

async function playing() {
  const stage = dialling();
  await stage.server.welcomes({ packets: TABLES });
  return { ...stage, game: packets(stage.client) };
}

describe('packets of a client', () => {
  it('leave by the table of the server, in order with all that is said', async () => {
    const { client, server, game } = await playing();
    client.emit('first');
    expect(game.send('move', { x: 1, y: 0x0203 })).toBe(true);
    expect(game.send('stop', {})).toBe(true);
    client.emit('last');
    await server.expect(['evt', 'first', null]);
    await server.expect(['binary', '030003020100']);
    await server.expect(['binary', '0400']);
    await server.expect(['evt', 'last', null]);
  });

  it('travel in one frame as a bundle, which tells its sizes', async () => {
    const { server, game } = await playing();
    const bundle = game.bundle();
    expect(bundle.end()).toBe(0);
    expect(bundle.write('stop', {})).toBe(2);
    expect(() => bundle.write('move', { x: 1 })).toThrow('move.y: is missing (expected: uint16)');
    expect(bundle.write('move', { x: 1, y: 2 })).toBe(6);
    expect(bundle.end()).toBe(8);
    expect(bundle.end()).toBe(0);
    await server.expect(['binary', '0400030002000100']);
    await server.expectNothing();
  });

  it('are told in order with events, each to whoever listens', async () => {
    const { client, server, game } = await playing();
    const told: unknown[] = [];
    client.on('typing' as never, () => told.push('typing'));
    const unsubscribe = game.on('hero', (hero) => told.push(hero));
    game.on('gone', (gone) => told.push(gone));
    await server.says(['evt', 1, null, 'typing', null]);
    await server.saysRaw(frame(3, 1, 0xff, 1, 0));
    await server.says(['evt', 2, null, 'typing', null]);
    expect(told).toEqual(['typing', { level: -1 }, {}, 'typing']);
    unsubscribe();
    await server.saysRaw(frame(3, 1, 7));
    expect(told).toHaveLength(4);
  });

  it('are refused by name and by value', async () => {
    const { game } = await playing();
    expect(() => game.send('hero', { level: 1 })).toThrow("packet: 'hero' (expected: one the server takes)");
    expect(() => game.send('move', { x: 65_536, y: 0 })).toThrow('move.x: 65536 (expected: 0 to 65535)');
  });

  it('are lost while there is no connection, and never sent late', async () => {
    const { server, client } = dialling();
    const game = packets(client);
    expect(game.send('move', { x: 1, y: 2 })).toBe(false);
    expect(game.hash).toBeUndefined();
    await server.welcomes({ packets: TABLES });
    expect(game.hash).toBe('h1');
    await server.expectNothing();
    game.send('stop', {});
    await server.expect(['binary', '0400']);
    await server.cut();
    expect(game.send('stop', {})).toBe(false);
    await server.clock.advance(500);
    await server.welcomes({ resumed: true, packets: TABLES });
    await server.expectNothing();
  });

  it('that are broken are reported, and the client goes on', async () => {
    const { server, game, reported } = await playing();
    const told: unknown[] = [];
    game.on('hero', (hero) => told.push(hero));
    await server.saysRaw(frame(3, 1, 5, 9, 9));
    await server.saysRaw(frame(3));
    await server.saysRaw(frame(3, 1));
    await server.saysRaw(frame(3, 1, 6));
    expect(reported.map(String)).toEqual([
      'RedstartError: packet: id 2313 (expected: one of the table)',
      'RedstartError: id: 1 bytes are left (expected: 2)',
      'RedstartError: hero.level: 0 bytes are left (expected: 1)',
    ]);
    expect(told).toEqual([{ level: 5 }, { level: 6 }]);
  });

  it('follow what is deployed, and old ones under way are still read', async () => {
    const { server, game, reported } = await playing();
    const told: unknown[] = [];
    game.on('hero', (hero) => told.push(hero));
    const now = { hash: 'h2', up: [['move', 5, 'x:int8']], down: [['hero', 260, 'level:str']] };
    await server.says(['packets', now]);
    expect(game.hash).toBe('h2');
    await server.saysRaw(frame(3, 1, 7));
    await server.saysRaw(frame(4, 1, 1, 0, 0x41));
    expect(told).toEqual([{ level: 7 }, { level: 'A' }]);
    game.send('move', { x: -1 });
    await server.expect(['binary', '0500ff']);
    expect(() => game.send('stop', {})).toThrow('expected: one the server takes');
    expect(reported).toEqual([]);
  });

  it('are what a client has one of, even if it is asked for late', async () => {
    const { server, client } = await welcomed();
    await server.says(['packets', TABLES]);
    expect(packets(client)).toBe(packets(client));
    packets(client).send('stop', {});
    await server.expect(['binary', '0400']);
  });

  it('are told by their names to whoever wants them all', async () => {
    const { server, game } = await playing();
    const told: unknown[] = [];
    const unsubscribe = game.onAny((...facts) => told.push(facts));
    await server.saysRaw(frame(3, 1, 7, 1, 0));
    unsubscribe();
    await server.saysRaw(frame(3, 1, 8));
    expect(told).toEqual([
      ['hero', { level: 7 }],
      ['gone', {}],
    ]);
  });

  it('are not told again to a client that knows them', async () => {
    const { client, server, game, reported } = await playing();
    const told: unknown[] = [];
    game.on('hero', (hero) => told.push(hero));
    await server.cut();
    await server.clock.advance(500);
    expect(await server.welcomes({ resumed: true, packets: { hash: 'h1' } })).toMatchObject({
      packets: 'h1',
    });
    expect(client.binary.tables).toEqual(TABLES);
    await server.saysRaw(frame(3, 1, 7));
    game.send('stop', {});
    await server.expect(['binary', '0400']);
    await server.cut();
    await server.clock.advance(500);
    await server.welcomes({ resumed: true, packets: { hash: 'h0' } });
    expect(() => game.send('stop', {})).toThrow('expected: one the server takes');
    expect(told).toEqual([{ level: 7 }]);
    expect(reported).toEqual([]);
  });

  it('leave room for texts, JSON and bytes that have no name', async () => {
    const { client, server, game, reported } = await playing();
    const told: unknown[] = [];
    game.onText((text) => told.push(text));
    game.onJson((value) => told.push(value));
    game.onBinary((bytes) => told.push([...bytes]));
    game.sendText('Hi');
    game.sendJson({ a: 1 });
    game.sendJson(undefined);
    expect(game.sendBinary(new Uint8Array([1, 2]))).toBe(true);
    client.emit('last');
    await server.expect(['txt', 'Hi']);
    await server.expect(['json', { a: 1 }]);
    await server.expect(['json', null]);
    await server.expect(['binary', 'ffff0102']);
    await server.expect(['evt', 'last', null]);
    await server.says(['txt', 1, 'Ho']);
    await server.says(['json', 2, null]);
    await server.says(['json', 2, 'twice']);
    await server.saysRaw(frame(1, 0, 0xff, 0xff, 1, 0));
    await server.saysRaw(frame(0xff, 0xff));
    await server.says(['txt', 3, 5]);
    expect(told).toEqual(['Ho', null, [1, 0], []]);
    expect(reported).toEqual([expect.objectContaining({ code: 'bad_message' })]);
    await server.cut();
    expect(game.sendBinary(new Uint8Array(1))).toBe(false);
  });

  it('that nobody wants are reported', async () => {
    const { server, reported } = await welcomed();
    await server.saysRaw(frame(4, 0));
    expect(reported).toEqual([expect.objectContaining({ code: 'bad_message', message: 'A binary frame' })]);
  });
});
