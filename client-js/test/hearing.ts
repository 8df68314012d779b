import { channel } from '../src/channels/index.js';
import type { Call } from '../src/index.js';
import { packets } from '../src/packets/index.js';
import { type Stage, welcomed } from './stage.js';

/** What came of a text the server said. */
export interface Heard {
  /** What the application was told, in order. */
  told: unknown[];
  reported: unknown[];
  stage: Stage<never>;
}

/** A client with seven calls on the way and somebody who listens to everything hears a text. */
export async function hear(op: string, text: string): Promise<Heard> {
  const stage = await welcomed<never>({ contract: 'known' });
  const { client, server, reported } = stage;
  const told: unknown[] = [];
  const tell =
    (what: string) =>
    (...facts: unknown[]) => {
      told.push([what, ...facts.map(plain)]);
      return true;
    };
  client.onAction(tell('action'));
  client.on('typing' as never, tell('typing'));
  const room = channel(client, channelIn(text));
  room.onState(tell('state'));
  room.onPresence(tell('presence'));
  room.onLeft(tell('left'));
  client.onContract(tell('contract'));
  client.onState(tell('stands'));
  client.handle('confirm', tell('asked'));
  for (let id = 1; id <= 7; id++) {
    const call = client.call('any');
    if (op === 'item' || op === 'end') void iterate(call, tell);
    else call.then(tell('result'), tell('failure'));
    await server.expect(['call', id, 'any', []]);
  }
  if (op === 'packets') packets(client);
  if (op === 'txt') packets(client).onText(tell('text'));
  if (op === 'json') packets(client).onJson(tell('json'));
  if (op === 'user') {
    await server.says(['user', 'somebody']);
    client.onUser(tell('user'));
  }
  if (op === 'can') client.onPermitted(tell('permitted'));
  for (let seq = 1; seq < seqOf(op, text); seq++) await server.says(['evt', seq, null, 'before', null]);
  for (let n = 1; n < itemOf(op, text); n++) await server.says(['item', 7, n, null]);
  await server.saysRaw(text);
  if (op === 'packets' && packets(client).hash !== undefined) told.push(['packets', packets(client).hash]);
  return { told, reported, stage };
}

async function iterate(call: Call<unknown>, tell: (what: string) => (...facts: unknown[]) => unknown) {
  try {
    for await (const item of call) tell('item')(item);
    tell('end')();
  } catch (error) {
    tell('failure')(error);
  }
}

/** Parts of a failure that say nothing are as good as missing. */
function plain(fact: unknown): unknown {
  if (!(fact instanceof Error)) return fact;
  const parts = Object.entries(JSON.parse(JSON.stringify(fact)) as object);
  return Object.fromEntries(
    parts.filter(([, part]) => part !== null && !(Array.isArray(part) && !part.length)),
  );
}

function channelIn(text: string): string {
  try {
    return String(JSON.parse(text)[2]);
  } catch {
    return 'none';
  }
}

/** The number of the push, as far as numbers can be counted up to it. */
function seqOf(op: string, text: string): number {
  return ['act', 'evt', 'state', 'who', 'left', 'txt', 'json'].includes(op) ? small(text, 1) : 0;
}

function itemOf(op: string, text: string): number {
  return op === 'item' ? small(text, 2) : 0;
}

function small(text: string, at: number): number {
  try {
    const number: unknown = JSON.parse(text)[at];
    return typeof number === 'number' && number < 10 ? number : 0;
  } catch {
    return 0;
  }
}
