/**
 * Typed binary packets of a Redstart server.
 *
 * @packageDocumentation
 */

import { RedstartError } from '../error.js';
import type { BinaryPort, Client, ContractShape, LooseContract, Unsubscribe } from '../index.js';
import { Listeners } from '../listeners.js';
import { PacketReader } from './reader.js';
import { type PacketSchema, packetSchema } from './schema.js';
import { PacketWriter } from './writer.js';

/** The packets of one direction: their values by name; any when they are not known. */
export type PacketsOf<C extends ContractShape, Way extends 'up' | 'down'> =
  NonNullable<C['packets']> extends { [W in Way]: infer Shapes }
    ? string extends keyof C['events']
      ? Record<string, Record<string, unknown>>
      : Shapes
    : never;

/**
 * Sends packets, and is told those of the server.
 *
 * @example
 * const { send, on } = packets(client);
 * on('hero', ({ name, x, y }) => draw(name, x, y));
 * send('move', { x: 100, y: 200 });
 */
export interface Packets<C extends ContractShape = LooseContract> {
  /**
   * Sends a packet behind all that was said before. It is delivered once at most.
   *
   * @returns false if it is lost: there is no connection
   * @throws Error if the server takes no such packet, or a value does not fit its field
   */
  readonly send: <K extends keyof PacketsOf<C, 'up'> & string>(
    name: K,
    values: PacketsOf<C, 'up'>[K],
  ) => boolean;
  /** Told each packet of that name. Returns what ends it. */
  readonly on: <K extends keyof PacketsOf<C, 'down'> & string>(
    name: K,
    listener: (packet: PacketsOf<C, 'down'>[K]) => unknown,
  ) => Unsubscribe;
  /** Told every packet, by its name. Returns what ends it. */
  readonly onAny: (
    listener: <K extends keyof PacketsOf<C, 'down'> & string>(
      name: K,
      packet: PacketsOf<C, 'down'>[K],
    ) => unknown,
  ) => Unsubscribe;
  /** Sends a text that has no name; without a connection it waits. */
  readonly sendText: (text: string) => void;
  /** Sends JSON that has no name; without a connection it waits. Throws a TypeError when `value` cannot become JSON. */
  readonly sendJson: (value: unknown) => void;
  /**
   * Sends bytes that have no name, as packets are sent.
   *
   * @returns false if they are lost: there is no connection
   */
  readonly sendBinary: (bytes: Uint8Array) => boolean;
  /** Told each text that has no name. Returns what ends it. */
  readonly onText: (listener: (text: string) => unknown) => Unsubscribe;
  /** Told all JSON that has no name. Returns what ends it. */
  readonly onJson: (listener: (value: unknown) => unknown) => Unsubscribe;
  /** Told all bytes that have no name. Returns what ends it. */
  readonly onBinary: (listener: (bytes: Uint8Array) => unknown) => Unsubscribe;
  /** Begins several packets that travel in one frame. */
  readonly bundle: () => PacketBundle<C>;
  /** Says whether two tables are the same; undefined before the server has told of any. */
  readonly hash: string | undefined;
}

/**
 * Several packets that travel in one frame.
 *
 * @example
 * const bundle = packets(client).bundle();
 * for (const step of steps) bundle.write('move', step);
 * bundle.end();
 */
export interface PacketBundle<C extends ContractShape = LooseContract> {
  /**
   * Adds a packet.
   *
   * @returns how many bytes it takes; 0 if it is lost, since there is no connection
   * @throws Error if the server takes no such packet, or a value does not fit its field
   */
  write<K extends keyof PacketsOf<C, 'up'> & string>(name: K, values: PacketsOf<C, 'up'>[K]): number;
  /**
   * Sends what was added; the bundle is empty afterwards.
   *
   * @returns how many bytes are sent; 0 if nothing was added or all is lost
   */
  end(): number;
}

const known = new WeakMap<object, unknown>();

/**
 * The packets of a client; the same object each time.
 *
 * @example
 * packets(client).send('move', { x: 100, y: 200 });
 */
export function packets<C extends ContractShape>(client: Client<C>): Packets<C> {
  let its = known.get(client) as Packets<C> | undefined;
  if (!its) {
    its = new ClientPackets(client) as unknown as Packets<C>;
    known.set(client, its);
  }
  return its;
}

type Values = Record<string, unknown>;
/** Stands where a packet has its id, before bytes that have no name. */
const RAW = 0xffff;
interface Entry {
  readonly id: number;
  readonly schema: PacketSchema;
}

class ClientPackets {
  hash: string | undefined;
  /** Another one whenever the server has told of others. */
  #up = new Map<string, Entry>();
  #down = new Map<number, PacketSchema>();
  #listeners: Listeners<[Values, string]>;
  #unnamed: Listeners<[unknown]>;
  /** Another one for each connection. */
  #line = {};
  #port: BinaryPort;
  #isOpen: () => boolean;

  constructor(client: { binary: BinaryPort; state: { status: string } }) {
    this.#port = client.binary;
    this.#isOpen = () => client.state.status === 'open';
    this.#listeners = new Listeners(this.#port.report);
    this.#unnamed = new Listeners(this.#port.report);
    this.#port.unnamed = (op, value) => this.#takeUnnamed(op, value);
    this.#port.told = (anew) => this.#reads(() => this.#told(anew));
    this.#port.frame = (frame) => this.#reads(() => this.#frame(frame));
    if (this.#port.tables !== undefined) this.#port.told(true);
  }

  readonly send = (name: string, values: Values): boolean => {
    const bundle = this.bundle();
    bundle.write(name, values);
    return bundle.end() > 0;
  };

  readonly on = (name: string, listener: (packet: Values) => unknown): Unsubscribe =>
    this.#listeners.add((packet) => listener(packet), name);

  readonly onAny = (listener: (name: string, packet: Values) => unknown): Unsubscribe =>
    this.#listeners.add((packet, name) => listener(name, packet));

  readonly sendText = (text: string): void => this.#port.say(['txt', text]);

  readonly sendJson = (value: unknown): void => this.#port.say(['json', value ?? null]);

  readonly sendBinary = (bytes: Uint8Array): boolean => {
    if (!this.#isOpen()) return false;
    const frame = new Uint8Array(bytes.length + 2);
    frame.fill(RAW, 0, 2);
    frame.set(bytes, 2);
    const line = this.#line;
    this.#port.send(() => (line === this.#line ? frame : undefined), this.#port.report);
    return true;
  };

  readonly onText = (listener: (text: string) => unknown): Unsubscribe =>
    this.#unnamed.add((text) => listener(text as string), 'txt');

  readonly onJson = (listener: (value: unknown) => unknown): Unsubscribe =>
    this.#unnamed.add(listener, 'json');

  readonly onBinary = (listener: (bytes: Uint8Array) => unknown): Unsubscribe =>
    this.#unnamed.add((bytes) => listener((bytes as Uint8Array).slice()), 'binary');

  readonly bundle = () => {
    const writer = new PacketWriter();
    let table = this.#up;
    return {
      write: (name: string, values: Values): number => {
        if (!this.#isOpen()) return 0;
        if (!writer.size) table = this.#up;
        const entry = table.get(name);
        if (!entry) throw new Error(`packet: '${name}' (expected: one the server takes)`);
        const before = writer.size;
        writer.write(entry.id, entry.schema, values);
        return writer.size - before;
      },
      end: (): number => {
        const frame = writer.toBytes();
        writer.clear();
        if (!frame.length || !this.#isOpen()) return 0;
        const written = table;
        // what a deploy or a new line comes before is lost: ids are those of a table
        this.#port.send(() => (written === this.#up ? frame : undefined), this.#port.report);
        return frame.length;
      },
    };
  };

  /** What cannot be read is told to nobody in particular. */
  #reads(read: () => void): void {
    try {
      read();
    } catch (unfit) {
      this.#port.report(new RedstartError('bad_message', (unfit as Error).message));
    }
  }

  #takeUnnamed(op: string, value: unknown): void {
    if (value === undefined || (op === 'txt' && typeof value !== 'string')) {
      throw new RedstartError(
        'bad_message',
        `${op}: ${value} (expected: a ${op === 'txt' ? 'text' : 'value'})`,
      );
    }
    this.#unnamed.tell(op, value);
  }

  /** Ids keep their meaning for as long as the server runs; behind a welcome it may be another. */
  #told(anew: boolean): void {
    if (anew) this.#line = {};
    if (anew && this.#port.tables === undefined) {
      this.#up = new Map();
      this.#down = new Map();
      this.hash = undefined;
      return;
    }
    const { hash, up, down } = (this.#port.tables ?? {}) as Record<string, unknown>;
    if (typeof hash !== 'string') throw new Error('packets: no hash (expected: a text)');
    const none = up === undefined && down === undefined;
    const ups = none ? [] : entries(up);
    const downs = none ? [] : entries(down);
    this.#up = new Map(ups.map((entry) => [entry.schema.name, entry]));
    this.#down = new Map([
      ...(anew ? [] : this.#down),
      ...downs.map(({ id, schema }) => [id, schema] as const),
    ]);
    this.hash = hash;
  }

  #frame(frame: unknown): void {
    if (!(frame instanceof ArrayBuffer)) throw new Error('packets: a binary frame that is no ArrayBuffer');
    const reader = new PacketReader(new Uint8Array(frame));
    while (!reader.atEnd) {
      const id = reader.id();
      if (id === RAW) {
        this.#unnamed.tell('binary', reader.rest());
        return;
      }
      const schema = this.#down.get(id);
      if (!schema) throw new Error(`packet: id ${id} (expected: one of the table)`);
      this.#listeners.tell(schema.name, reader.packet(schema), schema.name);
    }
  }
}

function entries(table: unknown): Entry[] {
  if (!Array.isArray(table)) throw new Error('packets: no table (expected: an array)');
  return table.map((row: unknown) => {
    const [name, id, ...fields] = Array.isArray(row) ? row : [];
    const fits =
      typeof name === 'string' &&
      Number.isInteger(id) &&
      id >= 0 &&
      id < RAW &&
      fields.every((field) => typeof field === 'string');
    if (!fits) throw new Error(`packets: ${JSON.stringify(row)} (expected: name, id and fields)`);
    return { id, schema: packetSchema(name, fields) };
  });
}
