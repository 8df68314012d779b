import { describe, expect, it } from 'vitest';
import { connect } from '../src/index.js';
import { fakeServer, handClock } from '../src/testing/index.js';
import { matches, matchesMessage } from '../src/testing/matches.js';
import { welcomed } from './stage.js';

describe('the fake server', () => {
  it('complains when the client said something else, or nothing', async () => {
    const { client, server } = await welcomed();
    void client.call('a');
    await expect(server.expect(['call', 1, 'b', []])).rejects.toThrow('but the client said ["call",1,"a",[]');
    await expect(server.expect(['call', 1, 'b', []])).rejects.toThrow('but the client said nothing');
    client.emit('x');
    await expect(server.expectNothing()).rejects.toThrow('but the client said ["evt","x",null]');
    client.emit('x');
    await expect(server.expectFrame([['evt', 'x', null], ['more']])).rejects.toThrow('Expected one frame');
    await expect(server.expectFrame([])).resolves.toBeUndefined();
    await expect(server.expectClosed(1000)).rejects.toThrow('it was undefined');
  });

  it('complains when there is no connection to act on', async () => {
    const server = fakeServer();
    await expect(server.opens()).rejects.toThrow('The client is not dialling');
    await expect(server.says(['ping', 0])).rejects.toThrow('No connection is open');
    await expect(server.cut()).rejects.toThrow('No connection is open');
    const client = connect('ws://test', server.options);
    expect(server.dialling).toBe(true);
    await server.welcomes();
    expect(server.dialling).toBe(false);
    await expect(server.refuses()).rejects.toThrow('The client is not dialling');
    client.close();
  });

  it('returns what it expected, so that a test can look closer', async () => {
    const { client, server } = await welcomed();
    client.emit('x', { at: 7 });
    expect(await server.expect(['evt', 'x', '*'])).toEqual(['evt', 'x', { at: 7 }]);
  });
});

describe('the clock moved by hand', () => {
  it('runs what is due in order, each at its own time, and what that starts', async () => {
    const clock = handClock();
    const ran: unknown[] = [];
    clock.setTimeout(() => ran.push(['second', clock.now()]), 20);
    clock.setTimeout(() => {
      ran.push(['first', clock.now()]);
      clock.setTimeout(() => ran.push(['started by the first', clock.now()]), 5);
    }, 10);
    const never = clock.setTimeout(() => ran.push('never'), 15);
    clock.clearTimeout(never);
    await clock.advance(19);
    expect(ran).toEqual([
      ['first', 10],
      ['started by the first', 15],
    ]);
    expect(clock.now()).toBe(19);
    expect(clock.waiting).toBe(1);
    await clock.advance(1);
    expect(ran.at(-1)).toEqual(['second', 20]);
  });
});

describe('matching', () => {
  it('takes * for anything that is there', () => {
    expect(matches({ a: 1, b: [2, { c: 3 }] }, { a: '*', b: [2, { c: '*' }] })).toBe(true);
    expect(matches({ a: 1 }, { a: 1, b: '*' })).toBe(false);
    expect(matches({ a: 1, b: 2 }, { a: 1 })).toBe(false);
    expect(matches([1, 2], [1])).toBe(false);
    expect(matches(null, {})).toBe(false);
    expect(matches({}, [])).toBe(false);
  });

  it('lets the meta of a message unsaid, and nothing else', () => {
    expect(matchesMessage(['call', 1, 'a', [], { ttl: 1 }], ['call', 1, 'a', []])).toBe(true);
    expect(matchesMessage(['call', 1, 'a', []], ['call', 1, 'a'])).toBe(false);
    expect(matchesMessage(['call', 1, 'a', []], ['call', 1, 'a', [], { ttl: 1 }])).toBe(false);
    expect(matchesMessage(undefined, [])).toBe(false);
  });
});
