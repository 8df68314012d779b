import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FireControl } from './support/fire-control.js';
import { Place } from './support/place.js';
import { Told } from './support/told.js';

/** What the published client is, as its documentation says. */
interface SockJsClient {
  readonly transport: string;
  onopen: (() => void) | null;
  onmessage: ((message: { data: string }) => void) | null;
  onclose: ((end: { code: number; reason: string }) => void) | null;
  send(text: string): void;
  close(): void;
}

type SockJsClass = new (url: string, reserved: null, options: { transports: string[] }) => SockJsClient;

const require = createRequire(import.meta.url);
const SockJS = require('sockjs-client') as SockJsClass;

const OK = { success: true };
const serverKey = 'the key of the server';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as an application's own server makes it. */
function token(user: unknown, key: string): string {
  const signed = `${part({ typ: 'JWT', alg: 'HS256' })}.${part({ i: user })}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

/** A page: says who it is when it is connected, as fws.js does, and hears events. */
class Page {
  readonly heard = new Told<{ event: string; data: unknown }>();
  readonly closed = new Told<{ code: number; reason: string }>();
  readonly #sock: SockJsClient;

  constructor(url: string, transport: string, namespace: string, shown: string) {
    const sock = new SockJS(url, null, { transports: [transport] });
    this.#sock = sock;
    sock.onopen = () => {
      sock.onmessage = ({ data }) => this.heard.take(JSON.parse(data));
      this.say('auth', { i: namespace, s: shown });
    };
    sock.onclose = ({ code, reason }) => this.closed.take({ code, reason });
  }

  get transport(): string {
    return this.#sock.transport;
  }

  say(event: string, data: unknown): void {
    this.#sock.send(JSON.stringify({ event, data }));
  }

  close(): void {
    this.#sock.close();
  }
}

describe('pages of Fire Web Socket, over the published client of SockJS', () => {
  const place = new Place('fire', {
    'door.fire.path': '/socket',
    'door.fire.port': '0',
    'registration.key': serverKey,
  });
  const pages: Page[] = [];
  let control: FireControl;
  let key = '';

  beforeAll(async () => {
    await place.start();
    const [, port] = await place.says(/door\.fire listens on .*:(\d+)/);
    control = await FireControl.to(Number(port));
    const made = await control.ask({ action: 'registerNameSpace', name: 'shop', key: serverKey });
    key = (made as { secretKey: string }).secretKey;
    expect(await control.ask({ action: 'auth', name: 'shop', sKey: key })).toEqual(OK);
  });

  afterEach(() => {
    for (const page of pages.splice(0)) page.close();
  });

  afterAll(async () => {
    control?.close();
    await place.leave();
  });

  function open(transport: string, user: unknown, shown = token(user, key)): Page {
    const page = new Page(`${place.url}/socket`, transport, 'shop', shown);
    pages.push(page);
    return page;
  }

  const transports = ['websocket', 'xhr-streaming', 'eventsource', 'xhr-polling'];

  it.each(transports)('hears what is said in channels: %s', async (transport) => {
    const news = `news-${transport}`;
    expect(await control.ask({ action: 'set', channel: news, data: { base: 1 } })).toEqual(OK);
    const page = open(transport, 5);
    const { event, data } = await page.heard.next();
    expect(event).toBe('auth ok');
    const { cid } = data as { cid: string };
    expect(page.transport).toBe(transport);

    page.say('subscribe', news);
    expect(await page.heard.next()).toEqual({ event: news, data: { base: 1 } });
    expect(await control.ask({ action: 'channelInfo', channel: news })).toEqual({
      countUser: 1,
      countConnection: 1,
      connId_UserId: { [cid]: '5' },
    });

    const all = [{ hello: 'wörld "\\\u2028\n' }, null, [1, 2, 3], 'x'.repeat(60_000)];
    for (const one of all)
      expect(await control.ask({ action: 'emit', channel: news, data: one })).toEqual(OK);
    for (const one of all) expect(await page.heard.next()).toEqual({ event: news, data: one });

    expect(
      await control.ask({ action: 'emit', channel: news, data: 'not yours', params: { userId: 6 } }),
    ).toEqual(OK);
    expect(
      await control.ask({ action: 'emit', channel: news, data: 'yours', params: { userId: 5 } }),
    ).toEqual(OK);
    expect(await page.heard.next()).toEqual({ event: news, data: 'yours' });
  });

  it.each(transports)('hears everything once and in order: %s', async (transport) => {
    const news = `many-${transport}`;
    const page = open(transport, 5);
    await page.heard.next();
    expect(await control.ask({ action: 'set', channel: news, data: 'in' })).toEqual(OK);
    page.say('subscribe', news);
    expect(await page.heard.next()).toEqual({ event: news, data: 'in' });
    const many = Array.from({ length: 300 }, (_, at) => `${at} ${'y'.repeat(1000)}`);
    const answers = many.map((data) => control.ask({ action: 'emit', channel: news, data }));
    for (const data of many) expect(await page.heard.next()).toEqual({ event: news, data });
    for (const answer of answers) expect(await answer).toEqual(OK);
  });

  it.each(transports)('has a private channel, until it is taken away: %s', async (transport) => {
    const staff = `#staff-${transport}`;
    const page = open(transport, 'joe');
    await page.heard.next();
    expect(await control.ask({ action: 'set', channel: staff, data: 'secret' })).toEqual(OK);
    page.say('subscribe', staff);
    expect(await control.ask({ action: 'set', channel: `open-${transport}`, data: 1 })).toEqual(OK);
    page.say('subscribe', `open-${transport}`);
    expect(await page.heard.next()).toEqual({ event: `open-${transport}`, data: 1 });
    expect(await control.ask({ action: 'subscribe', channel: staff, params: { userId: 'joe' } })).toEqual(OK);
    page.say('subscribe', staff);
    expect(await page.heard.next()).toEqual({ event: staff, data: 'secret' });
    expect(await control.ask({ action: 'unsubscribe', channel: staff, params: { userId: 'joe' } })).toEqual(
      OK,
    );
    expect(await control.ask({ action: 'emit', channel: staff, data: 'among us' })).toEqual(OK);
    expect(
      await control.ask({ action: 'set', channel: '@me', data: 'last', params: { userId: 'joe' } }),
    ).toEqual(OK);
    page.say('subscribe', '@me');
    expect(await page.heard.next()).toEqual({ event: '@me', data: 'last' });
  });

  it.each(transports)('is told why it may not come in: %s', async (transport) => {
    const page = open(transport, 5, token(5, 'another key'.repeat(4)));
    expect(await page.closed.next()).toEqual({ code: 3404, reason: 'invalid JWT' });
    const lost = new Page(`${place.url}/socket`, transport, 'nowhere', 'x');
    pages.push(lost);
    expect(await lost.closed.next()).toEqual({ code: 3404, reason: 'site id not registered' });
  });
});
