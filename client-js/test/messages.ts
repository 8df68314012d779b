import { readdirSync, readFileSync } from 'node:fs';

/** One of conformance/messages; its README says what the keys mean. */
export interface Messages {
  op: string;
  from: 'client' | 'server' | 'either';
  valid: { text: string; canonical?: string; why?: string }[];
  invalid: { text: string; id: number | null; because: string }[];
}

const folder = new URL('../../conformance/messages/', import.meta.url);

const all = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Messages);

export const fromServer = all.filter(({ from }) => from !== 'client');
export const fromClient = all.filter(({ from }) => from !== 'server');
