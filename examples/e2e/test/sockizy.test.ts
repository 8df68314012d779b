import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { inRepository, jars } from './support/files.js';
import { Place } from './support/place.js';

type Fields = string | string[] | null;
type Table = Record<string, Fields>;
type Values = Record<string, unknown> | unknown[] | string | number | null;

/** What the published codec of these clients makes of the fields of a packet. */
interface Packer {
  offset: number;
  pack(values: Values): Uint8Array;
  unpack(frame: Buffer, from: number, end: number, at?: (next: number) => void): Values | undefined;
}

const packer = createRequire(import.meta.url)('2pack') as (fields: Fields) => Packer;

/** The packets of one direction, numbered as these clients number them. */
class Packets {
  readonly #names: string[];
  readonly #packers: Packer[];

  constructor(...tables: Table[]) {
    const rows = tables.flatMap((table) => Object.entries(table));
    this.#names = rows.map(([name]) => name);
    this.#packers = rows.map(([, fields]) => packer(fields));
    for (const each of this.#packers) each.offset = 2;
  }

  frame(name: string, values: Values): Buffer {
    const id = this.#names.indexOf(name);
    const frame = Buffer.from(this.#packer(id).pack(values));
    frame.writeUInt16LE(id);
    return frame;
  }

  /** All that a frame holds. */
  read(frame: Buffer): [string, Values][] {
    const read: [string, Values][] = [];
    let at = 0;
    while (at < frame.length) {
      const id = frame.readUInt16LE(at);
      let length = 0;
      const values = this.#packer(id).unpack(frame, at, frame.length, (next) => {
        length = next;
      });
      // they reuse one object for all packets of a name
      read.push([this.#names[id] ?? '', structuredClone(values ?? null)]);
      at += length;
    }
    return read;
  }

  #packer(id: number): Packer {
    const found = this.#packers[id];
    if (!found) throw new Error(`no packet has the id ${id}`);
    return found;
  }
}

interface Vector {
  name: string;
  way: 'up' | 'down' | 'both';
  value: Record<string, unknown>;
  two?: string;
}

const vectors = JSON.parse(
  readFileSync(
    inRepository('server/src/test/resources/io/redstart/server/door/sockizy/vectors.json'),
    'utf8',
  ),
) as { tables: Record<'up' | 'down' | 'shared', Table>; packets: Vector[] };

describe('the published codec of sockizy', () => {
  const { up, down, shared } = vectors.tables;
  const each = vectors.packets.filter(
    (vector): vector is Vector & { two: string } => vector.two !== undefined,
  );

  it.each(each)('writes and reads what was captured: $name $value', ({ name, way, value, two }) => {
    const packets = new Packets(way === 'down' ? down : up, shared);
    const bytes = Buffer.from(two.replaceAll(' ', ''), 'hex');
    const given = { ...value };
    if (name === 'big') Object.assign(given, { i: BigInt(value.i as string), u: BigInt(value.u as string) });
    if (name === 'blob') given.b = Buffer.from(value.b as string, 'hex');
    expect(packets.frame(name, given)).toEqual(bytes);
    const [read] = packets.read(bytes);
    expect(read?.[0]).toBe(name);
    expect(packets.frame(name, read?.[1] ?? null)).toEqual(bytes);
  });
});

describe('a client of sockizy', () => {
  const place = new Place('sockizy', {
    'door.sockizy.path': '/game',
    'door.sockizy.tables': 'true',
    'door.sockizy.ping': '2s',
    'packets.shared.chat': 'text:str24',
    'packets.shared.gold': 'value:u16',
    'door.sockizy.shapes.gold': 'value',
  });
  let up: Packets;
  let down: Packets;

  beforeAll(async () => {
    place.drop(jars.arena);
    await place.start();
    await place.says(/arena .*is deployed/);
  });

  afterAll(() => place.leave());

  /** A line that keeps what it hears until it is asked for. */
  async function line(): Promise<{ socket: WebSocket; next: () => Promise<Buffer | number> }> {
    const socket = new WebSocket(`${place.url.replace('http', 'ws')}/game`);
    const heard: (Buffer | number)[] = [];
    let waiting: (() => void) | undefined;
    const take = (what: Buffer | number) => {
      heard.push(what);
      waiting?.();
    };
    socket.on('message', (data) => take(data as Buffer));
    socket.on('close', (code) => take(code));
    await once(socket, 'open');
    return {
      socket,
      next: async () => {
        while (heard.length === 0) await new Promise<void>((resolve) => (waiting = resolve));
        return heard.shift() as Buffer | number;
      },
    };
  }

  it('takes its tables from the server', async () => {
    const answer = await fetch(`${place.url}/game`);
    expect(answer.headers.get('content-type')).toBe('text/javascript;charset=utf-8');
    const io: { __staticPackets?: [Table, Table, Table] } = {};
    runInNewContext(await answer.text(), { io });
    const [unpack, pack, shared] = io.__staticPackets ?? [{}, {}, {}];
    expect(Object.keys(unpack)).toEqual(['chat', 'gold', 'steer']);
    expect(Object.keys(pack)).toEqual(['chat', 'gold', 'ship', 'update']);
    expect(unpack.gold).toBe('uint16');
    up = new Packets(unpack, shared);
    down = new Packets(pack, shared);
  });

  it('is told in bundles where its ship flies', async () => {
    const { socket, next } = await line();
    socket.send(up.frame('gold', 20));
    socket.send(up.frame('chat', ['longer than twenty-four bytes']));
    socket.send(up.frame('steer', { x: 100, y: 0 }));
    const seen = async () => down.read((await next()) as Buffer) as [string, Record<string, number>][];
    let first = await seen();
    while (first.length < 8) first = await seen(); // the ship may be told of one update after its player
    expect(first.map(([name]) => name)).toEqual(['update', ...Array(7).fill('ship')]);
    const from = first.at(-1)?.[1];
    let later = await seen();
    expect(later[0]?.[1].number).toBeGreaterThan(first[0]?.[1].number ?? 0);
    while ((later.at(-1)?.[1].x ?? 0) < (from?.x ?? 0) + 100) later = await seen();
    expect(later.at(-1)?.[1].id).toBe(from?.id);
    socket.close();
  });

  it('is closed for what is no packet, and no other is', async () => {
    const good = await line();
    const bad = await line();
    bad.socket.send(Buffer.from('ffff00', 'hex'));
    expect(await bad.next()).toBe(1003);
    good.socket.send(up.frame('steer', { x: 0, y: 0 }));
    expect(down.read((await good.next()) as Buffer)[0]?.[0]).toBe('update');
    good.socket.close();
  });

  it('is pinged, and answers by itself', async () => {
    const { socket } = await line();
    for (let pings = 0; pings < 2; pings++) await once(socket, 'ping');
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.close();
  });
});
