import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Dialogue, replay } from './replay.js';

const folder = new URL('../../conformance/dialogues/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const read = (file: string) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Dialogue;

describe('the dialogues every client has to hold', () => {
  it('are all there', () => expect(files.length).toBeGreaterThanOrEqual(20));

  for (const file of files) {
    const dialogue = read(file);
    it(`${file}: ${dialogue.name}`, () => replay(dialogue));
  }
});
