import type { FieldType, PacketField, PacketSchema } from './schema.js';

/** The values of a packet by field: `bigint` for `int64` and `uint64`, `Uint8Array` for bytes, anything for JSON. */
export type PacketValues = Readonly<Record<string, unknown>>;

type Whole = 'int8' | 'int16' | 'int32' | 'uint8' | 'uint16' | 'uint32';

/** How many bytes, the least and the most. */
const WHOLE: Readonly<Record<Whole, readonly [size: number, min: number, max: number]>> = {
  int8: [1, -0x80, 0x7f],
  int16: [2, -0x8000, 0x7fff],
  int32: [4, -0x8000_0000, 0x7fff_ffff],
  uint8: [1, 0, 0xff],
  uint16: [2, 0, 0xffff],
  uint32: [4, 0, 0xffff_ffff],
};
const UTF8 = new TextEncoder();

/** Writes packets, one after the other, into bytes that grow. */
export class PacketWriter {
  #bytes = new Uint8Array(64);
  #view = new DataView(this.#bytes.buffer);
  #size = 0;

  /** How much was written, in bytes. */
  get size(): number {
    return this.#size;
  }

  /** A copy of what was written. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#size);
  }

  /** Takes back all that was written. */
  clear(): void {
    this.#size = 0;
  }

  /**
   * Writes one packet.
   *
   * @param id its id
   * @param schema how it is laid out
   * @param values the value of each field
   * @throws Error if a value does not fit its field; what was written before stays
   */
  write(id: number, schema: PacketSchema, values: PacketValues): void {
    const before = this.#size;
    try {
      const at = this.#room(2);
      this.#view.setUint16(at, id, true);
      this.fields(schema, values);
    } catch (unfit) {
      this.#size = before;
      throw new Error(`${schema.name}.${(unfit as Error).message}`);
    }
  }

  /** Writes the fields of a packet, without its id. */
  fields(schema: PacketSchema, values: PacketValues): void {
    const { fields } = schema;
    for (let i = fields.length - 1; i >= 0; i--) {
      const field = fields[i] as PacketField;
      if (!Object.hasOwn(values, field.name) || values[field.name] === undefined) {
        throw new Error(`${field.name}: is missing (expected: ${field.type})`);
      }
      this.#field(field, values[field.name]);
    }
    if (Object.keys(values).length > fields.length) {
      const extra = Object.keys(values).find((key) => !fields.some((field) => field.name === key));
      throw new Error(`${schema.name}: has no field '${extra}'`);
    }
  }

  #field(field: PacketField, value: unknown): void {
    const { type } = field;
    if (type === 'str') {
      this.#counted(field, UTF8.encode(fitting(field, value, typeof value === 'string')));
    } else if (type === 'json') {
      this.#counted(field, UTF8.encode(json(field, value)));
    } else if (type === 'bytes') {
      this.#counted(field, fitting(field, value, value instanceof Uint8Array));
    } else if (type === 'bool') {
      this.#bool(fitting(field, value, typeof value === 'boolean'));
    } else if (type === 'int64' || type === 'uint64') {
      this.#large(field, fitting(field, value, typeof value === 'bigint'));
    } else if (type === 'float32' || type === 'float64') {
      this.#floating(field, fitting(field, value, typeof value === 'number'));
    } else {
      this.#whole(field, type, fitting(field, value, typeof value === 'number'));
    }
  }

  #whole(field: PacketField, type: Whole, value: number): void {
    if (!Number.isInteger(value)) {
      throw new Error(`${field.name}: ${value} (expected: a whole number)`);
    }
    const [size, min, max] = WHOLE[type];
    inRange(field, value, min, max);
    const at = this.#room(size);
    if (size === 1) {
      this.#view.setUint8(at, value);
    } else if (size === 2) {
      this.#view.setUint16(at, value, true);
    } else {
      this.#view.setUint32(at, value, true);
    }
  }

  #bool(value: boolean): void {
    const at = this.#room(1);
    this.#view.setUint8(at, value ? 1 : 0);
  }

  #large(field: PacketField, value: bigint): void {
    const min = field.type === 'int64' ? -(2n ** 63n) : 0n;
    inRange(field, value, min, min + 2n ** 64n - 1n);
    const at = this.#room(8);
    this.#view.setBigInt64(at, value, true);
  }

  #floating(field: PacketField, value: number): void {
    if (field.type === 'float64') {
      const at = this.#room(8);
      this.#view.setFloat64(at, value, true);
      return;
    }
    if (Number.isFinite(value) && !Number.isFinite(Math.fround(value))) {
      throw new Error(`${field.name}: ${value} (expected: a float32)`);
    }
    const at = this.#room(4);
    this.#view.setFloat32(at, value, true);
  }

  #counted(field: PacketField, bytes: Uint8Array): void {
    if (bytes.length > field.max) {
      throw new Error(`${field.name}: ${bytes.length} bytes (expected: at most ${field.max})`);
    }
    const at = this.#room(2 + bytes.length);
    this.#view.setUint16(at, bytes.length, true);
    this.#bytes.set(bytes, at + 2);
  }

  #room(more: number): number {
    const at = this.#size;
    if (at + more > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(at + more, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    this.#size = at + more;
    return at;
  }
}

function fitting<T>(field: PacketField, value: unknown, fits: boolean): T {
  if (!fits) {
    throw new Error(`${field.name}: ${shown(value)} (expected: ${EXPECTED[field.type] ?? field.type})`);
  }
  return value as T;
}

const EXPECTED: Partial<Record<FieldType, string>> = {
  bytes: 'a Uint8Array',
  int64: 'a bigint',
  uint64: 'a bigint',
};

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function inRange<N extends number | bigint>(field: PacketField, value: N, min: N, max: N): void {
  if (value < min || value > max) {
    throw new Error(`${field.name}: ${value} (expected: ${min} to ${max})`);
  }
}

function json(field: PacketField, value: unknown): string {
  const text = JSON.stringify(value);
  if (text === undefined) {
    throw new Error(`${field.name}: does not convert to JSON`);
  }
  return text;
}
