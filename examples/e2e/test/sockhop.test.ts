import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inRepository, jars } from './support/files.js';
import { Place } from './support/place.js';
import { Told } from './support/told.js';

type Meta = { type: string; callback?: (answer: unknown) => void };
type Answer = [unknown, Meta];

/** What the published client is, as its documentation says; requests came with 1.8. */
interface OldClient {
  connected: boolean;
  auto_reconnect: boolean;
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  ping(delay: number): void;
  send(object: unknown, callback?: (answer: unknown, meta: Meta) => void): Promise<void>;
  request(object: unknown): Promise<{ all(): Promise<unknown[]>; next(): Promise<unknown> }>;
  on(event: 'receive', listener: (object: unknown, meta: Meta) => void): void;
  on(event: 'connect' | 'disconnect' | 'error', listener: (what: unknown) => void): void;
}

interface OldSockhop {
  client: new (options: object) => OldClient;
}

const require = createRequire(import.meta.url);

class Gadget {
  readonly name: string;
  readonly price: number;

  constructor(name: string, price: number) {
    this.name = name;
    this.price = price;
  }
}

class Sell extends Gadget {}

class Question {
  readonly words: string;

  constructor(words: string) {
    this.words = words;
  }
}

class Countdown {
  readonly from: number;

  constructor(from: number) {
    this.from = from;
  }
}

/** A client and what it hears. */
class Peer {
  readonly told = new Told<[string, unknown]>();
  readonly connects = new Told<unknown>();
  readonly disconnects = new Told<unknown>();
  readonly errors: unknown[] = [];
  readonly client: OldClient;

  constructor(published: OldSockhop, options: object) {
    this.client = new published.client({ auto_reconnect_interval: 50, ...options });
    this.client.on('receive', (object, meta) => {
      this.told.take([meta.type, object]);
      meta.callback?.(`yes, for ${object}`);
    });
    this.client.on('connect', this.connects.take);
    this.client.on('disconnect', this.disconnects.take);
    this.client.on('error', (error) => this.errors.push(error));
  }

  asks(object: unknown): Promise<Answer> {
    return new Promise((resolve) => void this.client.send(object, (answer, meta) => resolve([answer, meta])));
  }
}

const certificate = inRepository('server/src/test/resources/tls/first.pem');
const key = inRepository('server/src/test/resources/tls/first-key.pem');

describe.each([
  ['1.8.4', require('sockhop') as OldSockhop],
  ['1.2.11', require('sockhop-1.2') as OldSockhop],
])('the published client %s of sockhop', (version, published) => {
  const socket = join(inRepository('examples/e2e/target'), `hop-${version}-${process.pid}`);
  const place = new Place('sockhop', {
    'door.sockhop.port': '0',
    'door.sockhop.socket': socket,
    'door.sockhop.ping': '1s',
  });
  let port = 0;
  let peer: Peer;

  beforeAll(async () => {
    place.drop(jars.gadgets);
    await place.start();
    await place.says(/gadgets .*is deployed/);
    port = Number((await place.says(/door\.sockhop listens on 127\.0\.0\.1:(\d+)/))[1]);
    peer = new Peer(published, { port });
    await peer.client.connect();
    expect(await peer.told.next()).toEqual(['Widget', { words: 'welcome' }]);
  });

  afterAll(async () => {
    await peer.client.disconnect();
    await place.leave();
    expect(peer.errors).toEqual([]);
  });

  it('sends objects, and is sent objects with their types', async () => {
    const other = new Peer(published, { port });
    await other.client.connect();
    expect(await other.told.next()).toEqual(['Widget', { words: 'welcome' }]);
    await peer.client.send(new Gadget('lamp', 5));
    expect(await peer.told.next()).toEqual(['Widget', { words: 'somebody has a lamp for 5' }]);
    expect(await other.told.next()).toEqual(['Widget', { words: 'somebody has a lamp for 5' }]);
    await other.client.disconnect();
  });

  it('sends what has no type of its own', async () => {
    await peer.client.send('hello');
    expect(await peer.told.next()).toEqual(['String', 'hello, you said']);
    for (const value of [42, true, [1, 'ü'], { a: { b: null } }]) {
      await peer.client.send(value);
      expect(await peer.told.next()).toEqual(['Object', { 'you said': value }]);
    }
    await peer.client.send(Buffer.from([0, 255]));
    expect(await peer.told.next()).toEqual(['Buffer', { type: 'Buffer', data: [0, 255] }]);
  });

  it('is answered', async () => {
    expect(await peer.asks(new Question('why'))).toEqual([{ echo: 'why' }, { type: 'Object' }]);
    expect(await peer.asks(new Question('x'.repeat(50_000)))).toEqual([
      { echo: 'x'.repeat(50_000) },
      { type: 'Object' },
    ]);
    const [error, meta] = await peer.asks(new Question(''));
    expect(meta.type).toBe('Error');
    expect(error).toEqual({ code: 'no_words', message: 'Nothing was asked' });
    expect((await peer.asks({ no: 'such' }))[1].type).toBe('Error');
  });

  it('is asked in between', async () => {
    const sold = peer.asks(new Sell('lamp', 5));
    expect(await peer.told.next()).toEqual(['Confirm', 4]);
    expect(await sold).toEqual(['lamp: yes, for 4', { type: 'String' }]);
  });

  it('pings and is pinged for as long as it likes', async () => {
    peer.client.ping(500);
    for (let i = 0; i < 20; i++) {
      expect((await peer.asks(new Question(`${i}`)))[0]).toEqual({ echo: `${i}` });
    }
    peer.client.ping(0);
    expect(peer.client.connected).toBe(true);
  });

  if (version !== '1.8.4') return; // requests and Unix domain sockets came later

  it('requests, and is answered once or with a stream', async () => {
    const once = await peer.client.request(new Question('why'));
    expect(await once.all()).toEqual([{ data: { echo: 'why' }, type: 'Object' }]);
    const stream = await peer.client.request(new Countdown(100));
    const all = await stream.all();
    expect(all).toHaveLength(101); // their end is an object without anything in it
    expect(all[99]).toEqual({ data: 1, type: 'Number' });
    const failed = await peer.client.request(new Question(''));
    expect(await failed.next()).toMatchObject({ type: 'Error', data: { code: 'no_words' } });
  });

  it('comes back by itself, by a Unix domain socket', async () => {
    const local = new Peer(published, { path: socket });
    await local.client.connect();
    await local.connects.next();
    local.client.auto_reconnect = true;
    await place.stop('SIGKILL');
    await local.disconnects.next();
    await place.start();
    await local.connects.next();
    await place.says(/gadgets .*is deployed/);
    await expect
      .poll(() => local.asks(new Question('again')), { timeout: 10_000 })
      .toEqual([{ echo: 'again' }, { type: 'Object' }]);
    await local.client.disconnect();
  });
});

describe('the published client of sockhop that speaks plain JSON', () => {
  const published = require('sockhop') as OldSockhop;
  const place = new Place('sockhop-json', {
    'http.tls.certificate': certificate,
    'http.tls.key': key,
    'door.sockhop.port': '0',
    'door.sockhop.tls': 'true',
    'door.sockhop.peer-type': 'json',
    'door.sockhop.allow-non-objects': 'true',
    'door.sockhop.terminator': '¶',
    'door.sockhop.sent-terminator': '\\r\\n',
  });
  let peer: Peer;

  beforeAll(async () => {
    place.drop(jars.gadgets);
    await place.start();
    await place.says(/gadgets .*is deployed/);
    const port = Number((await place.says(/door\.sockhop listens on 127\.0\.0\.1:(\d+) with TLS/))[1]);
    peer = new Peer(published, {
      port,
      ssl: true,
      ssl_options: { ca: readFileSync(certificate), servername: 'localhost' },
      peer_type: 'json',
      allow_non_objects: true,
      terminator: ['\r\n', '¶'],
    });
    await peer.client.connect();
  });

  beforeEach(() => expect(peer.errors).toEqual([]));

  afterAll(async () => {
    await peer.client.disconnect();
    await place.leave();
  });

  it('is told data alone', async () => {
    expect(await peer.told.next()).toEqual(['Object', { words: 'welcome' }]);
    await peer.client.send({ a: [1, 'ü'] });
    expect(await peer.told.next()).toEqual(['Object', { 'you said': { a: [1, 'ü'] } }]);
  });

  it('may say texts', async () => {
    await peer.client.send('hello');
    expect(await peer.told.next()).toEqual(['String', 'hello, you said']);
  });
});
