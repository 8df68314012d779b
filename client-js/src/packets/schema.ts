/** How a field of a packet is laid out; numbers are little-endian. */
export type FieldType =
  | 'str'
  | 'bytes'
  | 'json'
  | 'bool'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'float32'
  | 'float64';

/** A field of a packet. */
export interface PacketField {
  readonly name: string;
  readonly type: FieldType;
  /** The most bytes it may have; 0 for types without a length. */
  readonly max: number;
}

/** How a packet is laid out. On the wire its last field comes first. */
export interface PacketSchema {
  readonly name: string;
  readonly fields: readonly PacketField[];
}

const USUAL: Partial<Record<FieldType, number>> = { str: 256, bytes: 1024, json: 8192 };
const FIELD = /^([A-Za-z]\w{0,63}):(?:(str|bytes|json)(\d{0,5})|(bool|u?int(?:8|16|32|64)|float(?:32|64)))$/;
const NAME = /^[\w./:-]{1,128}$/;

/**
 * Reads a schema as tables have it.
 *
 * @param name what the packet is called
 * @param fields its fields, such as `x:uint16` and `login:str24`
 * @throws Error if something of it has another form
 */
export function packetSchema(name: string, fields: readonly string[]): PacketSchema {
  if (!NAME.test(name)) {
    throw new Error(`packet: '${name}' (expected: letters, digits and _ . / : -, at most 128 characters)`);
  }
  const known = fields.map(packetField);
  const twice = known.find((field, at) => known.findIndex((other) => other.name === field.name) !== at);
  if (twice) throw new Error(`${name}.${twice.name}: twice (expected: once)`);
  return { name, fields: known };
}

function packetField(text: string): PacketField {
  const parts = FIELD.exec(text);
  const type = (parts?.[2] ?? parts?.[4]) as FieldType | undefined;
  const name = parts?.[1];
  if (name === undefined || type === undefined) {
    throw new Error(`field: '${text}' (expected: a name, a colon and a type, such as login:str24)`);
  }
  const usual = USUAL[type];
  const max = usual === undefined ? 0 : parts?.[3] ? Number(parts[3]) : usual;
  if (usual !== undefined && (max < 1 || max > 0xffff)) {
    throw new Error(`${name}: at most ${max} bytes (expected: 1 to 65535)`);
  }
  return { name, type, max };
}
