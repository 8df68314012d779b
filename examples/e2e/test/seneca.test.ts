import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jars } from './support/files.js';
import { Place } from './support/place.js';
import { freePort } from './support/ports.js';

interface SenecaError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: unknown;
}

/** What the published package is, as its documentation says. */
interface Seneca {
  client(options: object): Seneca;
  delegate(options: object): Seneca;
  act(message: object, answered?: (error: SenecaError | null, result: unknown) => void): Seneca;
  close(closed: () => void): void;
}

const createSeneca = createRequire(import.meta.url)('seneca') as (options: object) => Seneca;

const asked = <T = unknown>(seneca: Seneca, message: object) =>
  new Promise<T>((resolve, reject) => {
    seneca.act(message, (error, result) => (error ? reject(error) : resolve(result as T)));
  });

interface KeptSession {
  readonly id: string;
  readonly opened: string;
  readonly last_request: string;
  readonly data?: unknown;
  readonly user?: unknown;
}

describe('the published package of Seneca', async () => {
  const tcp = await freePort();
  const place = new Place('seneca', {
    'door.seneca.port': `${tcp}`,
    'door.seneca.path': '/act',
    'door.seneca.trusted': '127.0.0.1',
    'door.seneca.roles': 'sessions',
    'session-store.role': 'sessions',
    'admission.new-per-second': '0',
  });
  const opened: Seneca[] = [];

  beforeAll(async () => {
    for (const jar of [jars.clap, jars.todo]) place.drop(jar);
    await place.start();
    for (const bundle of ['clap', 'todo']) await place.says(new RegExp(`${bundle} .*is deployed`));
  });

  afterAll(async () => {
    await Promise.all(opened.map((seneca) => new Promise<void>((resolve) => seneca.close(resolve))));
    await place.leave();
  });

  function dial(type: 'tcp' | 'http', options: object = {}): Seneca {
    const port = type === 'tcp' ? tcp : Number(new URL(place.url).port);
    const seneca = createSeneca({ log: 'silent', ...options }).client({ type, port, host: '127.0.0.1' });
    opened.push(seneca);
    return seneca;
  }

  describe.each(['tcp', 'http'] as const)('by %s', (type) => {
    it('is answered', async () => {
      const seneca = dial(type);
      expect(await asked(seneca, { cmd: 'clap', number_of_hands: 2 })).toEqual({ value: 'clap with 2' });
      expect(await asked(seneca, { cmd: 'clap', numberOfHands: 2, version: 1 })).toEqual({
        value: 'clap with 2',
      });
      const added = await asked(seneca, { role: 'todos', cmd: 'add', text: 'milk ✓', correlation_id: '123' });
      expect(added).toMatchObject({ text: 'milk ✓' });
      expect(await asked(seneca, { role: 'todos', cmd: 'remove_done' })).toEqual({ value: 0 });
    });

    it('is answered whatever comes first', async () => {
      const seneca = dial(type);
      const all = [1000, 2, 1000, 1, 2].map((hands) =>
        asked(seneca, { cmd: 'clap', number_of_hands: hands }),
      );
      expect((await Promise.all(all)).map((each) => (each as { value: string }).value)).toEqual([
        'applause of 1000',
        'clap with 2',
        'applause of 1000',
        'clap with 1',
        'clap with 2',
      ]);
    });

    it('is told code and status', async () => {
      const seneca = dial(type);
      await expect(asked(seneca, { cmd: 'clap', number_of_hands: 0 })).rejects.toMatchObject({
        code: 'no_hands',
        status: 400,
        message: 'Nobody can clap without hands',
        details: { hands: 0 },
      });
      await expect(asked(seneca, { role: 'zzz', cmd: 'x' })).rejects.toMatchObject({
        code: 'act_not_found',
        status: 404,
      });
      await expect(asked(seneca, { cmd: 'clap', number_of_hands: 'two' })).rejects.toMatchObject({
        code: 'invalid',
        status: 400,
      });
    });

    it('keeps sessions', async () => {
      const seneca = dial(type);
      const call = <T>(cmd: string, more: object) =>
        asked<T>(seneca, { role: 'sessions', version: 1, cmd, ...more });
      const user = { id: `u-${type}`, name: 'Ann' };
      const from = { address: '192.0.2.7', client: 'app' };
      const session = await call<KeptSession>('open_session', { user, ...from, data: { a: [1, null] } });
      expect(session).toMatchObject({ ...from, data: { a: [1, null] } });
      expect(new Date(session.opened).toISOString()).toBe(session.opened);
      const again = await call<KeptSession>('open_session', { user: { ...user, name: 'Ann B.' }, ...from });
      expect(again.id).toBe(session.id);
      const mine = { user_id: user.id, session_id: session.id };
      expect(await call('load_session', mine)).toMatchObject({ user: { id: user.id, name: 'Ann B.' } });
      expect(await call('store_session_data', { ...mine, data: { b: 2 } })).toBeNull();
      expect(await call<KeptSession[]>('get_sessions', { user_id: user.id })).toMatchObject([
        { id: session.id, data: { b: 2 } },
      ]);
      expect(await call('delete_session', mine)).toBeNull();
      expect(await call('load_session', mine)).toBeNull();
      await expect(call('store_session_data', { ...mine, data: {} })).rejects.toMatchObject({
        code: 'SessionNotFound',
        status: 404,
        message: 'Session was not found',
      });
      await expect(call('open_session', { ...from })).rejects.toMatchObject({ code: 'NoUser', status: 400 });
      expect(await call('close_session', { user_id: user.id, ...from })).toBeNull();
    });
  });

  it('is not answered where it wants no answer', async () => {
    const seneca = dial('tcp');
    const user = { id: 'quiet' };
    seneca.act({ role: 'sessions', cmd: 'open_session', user, address: 'a', client: 'c' });
    await expect
      .poll(() => asked<unknown[]>(seneca, { role: 'sessions', cmd: 'get_sessions', user_id: 'quiet' }))
      .toHaveLength(1);
    const line = connect(tcp, '127.0.0.1');
    const heard: string[] = [];
    const lines = createInterface(line).on('line', (text) => heard.push(text));
    const act = { cmd: 'clap', number_of_hands: 1 };
    line.write(`${JSON.stringify({ id: 'a', kind: 'act', origin: 'o', sync: false, act })}\n`);
    line.write(`${JSON.stringify({ id: 'b', kind: 'act', origin: 'o', act })}\n`);
    const clap = { cmd: 'clap', number_of_hands: 2 };
    line.write(`${JSON.stringify({ id: 'c', kind: 'act', origin: 'o', sync: true, act: clap })}\n`);
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    lines.close();
    line.destroy();
    expect(heard.map((each) => (JSON.parse(each) as { id: string }).id)).toEqual(['c']);
  });

  it('dials again when the server is back', async () => {
    const seneca = dial('tcp', { timeout: 1_000 });
    expect(await asked(seneca, { cmd: 'clap', number_of_hands: 2 })).toEqual({ value: 'clap with 2' });
    await place.stop('SIGKILL');
    await place.start();
    await expect
      .poll(() => asked(seneca, { cmd: 'clap', number_of_hands: 1 }).catch(() => 'not yet'), {
        timeout: 20_000,
      })
      .toEqual({ value: 'clap with 1' });
  });
});
