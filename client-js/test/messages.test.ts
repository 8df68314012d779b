import { describe, expect, it } from 'vitest';
import { hear } from './hearing.js';
import { fromClient, fromServer } from './messages.js';
import { sayings } from './saying.js';
import { dialling, type Stage } from './stage.js';

const LARGEST = '9007199254740991';

/** Whatever the client heard: it is still there, and the next call works. */
async function goesOn({ client, server }: Stage<never>): Promise<void> {
  expect(client.state.status).toBe('open');
  const call = client.call('next');
  const said = ['call', '*', 'next', []];
  const [, id] = await server.expect(said).catch(() => server.expect(said)); // first it may have answered
  await server.says(['ret', id, 'fine']);
  expect(await call).toBe('fine');
}

describe('what a server may say', () => {
  for (const { op, valid } of fromServer) {
    if (op === 'welcome') continue;
    for (const { text, canonical } of valid) {
      it(`is understood: ${text}`, async () => {
        const { told, reported, stage } = await hear(op, text);
        if (text.includes(LARGEST)) {
          // nobody counts that far: a push, an item or an answer that cannot be
          expect(['open', 'away']).toContain(stage.client.state.status);
          return;
        }
        expect(reported).toEqual([]);
        expect(told).toMatchObject((await hear(op, canonical ?? text)).told);
        expect(told.length > 0).toBe(
          op !== 'ping' && op !== 'auth' && (op !== 'bye' || text.includes('false')),
        );
        if (text.includes('"retry":false')) expect(stage.client.state.status).toBe('closed');
        else await goesOn(stage);
      });
    }
  }
});

describe('a welcome', () => {
  const { valid, invalid } = fromServer.find(({ op }) => op === 'welcome') as (typeof fromServer)[number];

  for (const { text } of valid) {
    it(`is understood: ${text}`, async () => {
      const stage = dialling<never>();
      await stage.server.opens();
      await stage.server.expect(['hello', '*']);
      await stage.server.saysRaw(text);
      expect(stage.reported).toEqual([]);
      await goesOn(stage);
    });
  }

  for (const { text, because } of invalid) {
    it(`that is none does not end the wait for one: ${text}`, async () => {
      const stage = dialling<never>();
      await stage.server.opens();
      await stage.server.expect(['hello', '*']);
      await stage.server.saysRaw(text);
      if (stage.client.state.status !== 'open') {
        expect(stage.reported).toEqual([expect.objectContaining({ code: 'bad_message' })]);
        await stage.server.says(['welcome', { sid: 's1', key: 'k1' }]);
      } else expect(because).toMatch(/^welcome: (key|resumed|why|window|heartbeat|limits|node|user) is/);
      await goesOn(stage);
    });
  }
});

/** What the client takes as it comes: it is small, and every check is paid for by each page that loads it. */
const NOT_LOOKED_AT = [
  /^(act|evt|txt|json|state): (channel|meta|[cuo]|position|epoch|state) is/,
  /^evt: (data is missing|name is (''|a text))/,
  /^state: (seq is '41'|position)/,
  /^(who|left): (channel|user) is ''/,
  /^left: why/,
  /^api: hash/,
  /^bye: /,
  /^auth: /,
  /^user: /,
  /^ping: seq/,
  /^ask: (id is (0|-1|1e2)|name|arguments)/,
  /^(ret|err|item|end): id is (0|-1|1e2)/,
  /^item: (seq is -1|value)/,
  /^ret: value/,
  /^(err|end): (error|code|message|retry|fields|field|path|trace) is/,
];

describe('what a server may not say', () => {
  for (const { op, invalid } of fromServer) {
    if (op === 'welcome') continue;
    for (const { text, because } of invalid) {
      it(`hurts nobody: ${text} (${because})`, async () => {
        const { reported, stage } = await hear(op, text);
        if (!reported.length) expect(NOT_LOOKED_AT.some((reason) => reason.test(because))).toBe(true);
        for (const report of reported) expect(report).toMatchObject({ code: 'bad_message' });
        await goesOn(stage);
      });
    }
  }
});

/** Valid messages nobody can bring this client to say. */
const NEVER_SAID = [
  /^\["(call|can|cancel|pong|ack)",9007199254740991/, // it does not count that far
  /^\["call",3,"todos.feed",\[\],\{"n":0\}\]/, // it grants items when it begins
  /^\["more",7,(1|2147483647)\]/, // it grants half a window at a time
  /^\["ack",0\]/, // it acknowledges what it has seen
  /^\["who",7,"room:1",\{/, // it does not ask whose each session is
  /^\["hello",\{"v":2/, // it speaks one version
];

describe('what a client says', () => {
  for (const { op, valid } of fromClient) {
    for (const { text, canonical = text } of valid) {
      if (NEVER_SAID.some((reason) => reason.test(canonical))) continue;
      it(`is as it is written: ${canonical}`, async () => {
        const message = JSON.parse(canonical) as unknown[];
        if (op === 'hello') Object.assign(message[1] as object, { sdk: 'js/0.1.0' });
        const server = await sayings[op]?.(message);
        expect(await server?.expect(message.map(() => '*'))).toEqual(message);
      });
    }
  }
});
