import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PacketReader } from '../src/packets/reader.js';
import { type PacketSchema, packetSchema } from '../src/packets/schema.js';
import { PacketWriter } from '../src/packets/writer.js';

interface Vector {
  readonly name: string;
  readonly fields: string[];
  readonly value: Record<string, unknown>;
  readonly hex: string;
  readonly text: string;
}

const read = (file: string) =>
  JSON.parse(readFileSync(new URL(`../../conformance/packets/${file}`, import.meta.url), 'utf8'));
const vectors: Vector[] = read('vectors.json');
const broken: { read: Vector[]; write: Vector[] } = read('broken.json');

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

/** The value of a vector as JavaScript has it. */
function value(schema: PacketSchema, plain: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    schema.fields.map(({ name, type }) => {
      const each = plain[name];
      if (type.endsWith('int64')) return [name, BigInt(each as string)];
      if (type === 'bytes') return [name, bytes(each as string)];
      return [name, type.startsWith('float') ? Number(each) : each];
    }),
  );
}

describe('packets', () => {
  test.each(vectors)('are written and read: $name', ({ fields, value: plain, hex }) => {
    const schema = packetSchema('it', fields);
    const writer = new PacketWriter();
    writer.fields(schema, value(schema, plain));
    expect(writer.toBytes()).toEqual(bytes(hex));

    const reader = new PacketReader(bytes(hex));
    expect(reader.fields(schema)).toEqual(value(schema, plain));
    expect(reader.atEnd).toBe(true);
  });

  test.each(broken.read)('are refused: $name', ({ fields, hex, text }) => {
    expect(() => new PacketReader(bytes(hex)).fields(packetSchema('it', fields))).toThrow(text);
  });

  test.each(broken.write)('are not written: $name', ({ fields, value: plain, text }) => {
    expect(() => new PacketWriter().fields(packetSchema('it', fields), plain)).toThrow(text);
  });

  test('name packet and field where a value does not fit, and leave what was written', () => {
    const hero = packetSchema('hero', ['lvl:int8']);
    const writer = new PacketWriter();
    writer.write(3, hero, { lvl: 1 });
    expect(() => writer.write(3, hero, { lvl: 300 })).toThrow('hero.lvl: 300 (expected: -128 to 127)');
    writer.write(259, hero, { lvl: 2 });
    expect(writer.toBytes()).toEqual(bytes('0300 01 0301 02'));
  });

  test('grow beyond the first bytes at every size', () => {
    for (let length = 0; length < 200; length++) {
      const schema = packetSchema('it', ['a:int8', 'b:int16', 'c:int32', 'd:int64', 'e:bool', 's:str']);
      const packet = { a: 1, b: 2, c: 3, d: 4n, e: true, s: 'x'.repeat(length) };
      const writer = new PacketWriter();
      writer.write(7, schema, packet);
      const reader = new PacketReader(writer.toBytes());
      expect(reader.id()).toBe(7);
      expect(reader.fields(schema)).toEqual(packet);
    }
  });

  test('keep a byte order mark and do not share the bytes they came in', () => {
    const schema = packetSchema('it', ['s:str8', 'b:bytes8']);
    const frame = bytes('0100 07 0300 efbbbf');
    const packet = new PacketReader(frame).fields(schema);
    frame.fill(0);
    expect(packet).toEqual({ s: '\ufeff', b: bytes('07') });
  });

  test.each([
    '',
    'x',
    'x:',
    ':int8',
    'x:int',
    'x:int9',
    'x:uint65',
    'x:str0',
    'x:str65536',
    '__proto__:int8',
    'x y:int8',
  ])('have no field of the form %j', (field) => {
    expect(() => packetSchema('it', [field])).toThrow('expected: ');
  });
});
