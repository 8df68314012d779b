import type { PacketField, PacketSchema } from './schema.js';

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });
const SIZES = {
  bool: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  float32: 4,
  int64: 8,
  uint64: 8,
  float64: 8,
};

/** Reads packets, one after the other. */
export class PacketReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  /** @param bytes the packets; not changed */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Whether all was read. */
  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** All that is left; shares its memory. */
  rest(): Uint8Array {
    return this.#bytes.subarray(this.#at);
  }

  /** The id of the next packet. */
  id(): number {
    return this.#view.getUint16(this.#take('id', 2), true);
  }

  /**
   * Reads the fields of a packet.
   *
   * @param schema how it is laid out
   * @throws Error if the bytes are not such a packet
   */
  fields(schema: PacketSchema): Record<string, unknown> {
    const { fields } = schema;
    const values: unknown[] = new Array(fields.length);
    for (let i = fields.length - 1; i >= 0; i--) {
      values[i] = this.#field(fields[i] as PacketField);
    }
    const packet: Record<string, unknown> = {};
    for (let i = 0; i < fields.length; i++) {
      packet[(fields[i] as PacketField).name] = values[i];
    }
    return packet;
  }

  /**
   * Reads the fields of a packet.
   *
   * @param schema how it is laid out
   * @throws Error if the bytes are not such a packet; the message names packet and field
   */
  packet(schema: PacketSchema): Record<string, unknown> {
    try {
      return this.fields(schema);
    } catch (unfit) {
      throw new Error(`${schema.name}.${(unfit as Error).message}`);
    }
  }

  #field(field: PacketField): unknown {
    switch (field.type) {
      case 'str':
        return UTF8.decode(this.#counted(field));
      case 'json':
        return parsed(field, UTF8.decode(this.#counted(field)));
      case 'bytes':
        return this.#counted(field).slice();
      case 'bool': {
        const value = this.#view.getInt8(this.#take(field.name, 1));
        if (value !== 0 && value !== 1) {
          throw new Error(`${field.name}: ${value} (expected: 0 or 1)`);
        }
        return value === 1;
      }
      default:
        return this.#number(field.type, this.#take(field.name, SIZES[field.type]));
    }
  }

  #number(type: keyof typeof SIZES, at: number): number | bigint {
    const view = this.#view;
    switch (type) {
      case 'int8':
        return view.getInt8(at);
      case 'uint8':
        return view.getUint8(at);
      case 'int16':
        return view.getInt16(at, true);
      case 'uint16':
        return view.getUint16(at, true);
      case 'int32':
        return view.getInt32(at, true);
      case 'uint32':
        return view.getUint32(at, true);
      case 'int64':
        return view.getBigInt64(at, true);
      case 'uint64':
        return view.getBigUint64(at, true);
      case 'float32':
        return view.getFloat32(at, true);
      default:
        return view.getFloat64(at, true);
    }
  }

  #counted(field: PacketField): Uint8Array {
    const length = this.#view.getUint16(this.#take(field.name, 2), true);
    if (length > field.max) {
      throw new Error(`${field.name}: ${length} bytes (expected: at most ${field.max})`);
    }
    const at = this.#take(field.name, length);
    return this.#bytes.subarray(at, at + length);
  }

  #take(what: string, size: number): number {
    const at = this.#at;
    const left = this.#bytes.length - at;
    if (size > left) {
      throw new Error(`${what}: ${left} bytes are left (expected: ${size})`);
    }
    this.#at = at + size;
    return at;
  }
}

function parsed(field: PacketField, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${field.name}: is not JSON`);
  }
}
