import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { freshFolder, jars } from './support/files.js';
import { Place } from './support/place.js';
import { freePort } from './support/ports.js';
import { jdk, run } from './support/run.js';

type Answer = (answer: unknown, meta: { type: string }) => void;
type Meta = { type: string; socket: unknown; callback?: (answer: unknown) => void };

interface Response {
  write(part: unknown): void;
  end(part?: unknown): void;
}

/** What the published server is, as its documentation says. */
interface OldServer {
  listen(): Promise<void>;
  close(): Promise<void>;
  send(socket: unknown, object: unknown, callback?: Answer): Promise<void>;
  on(event: 'connect', listener: (socket: unknown) => void): void;
  on(event: 'receive', listener: (object: never, meta: Meta) => void): void;
  on(event: 'request', listener: (request: { data: never }, response: Response) => void): void;
}

const { server: Server } = createRequire(import.meta.url)('sockhop') as {
  server: new (options: object) => OldServer;
};

class Widget {
  readonly words: string;

  constructor(words: string) {
    this.words = words;
  }
}

class Confirm {
  readonly price: number;

  constructor(price: number) {
    this.price = price;
  }
}

/** Does with objects what the example does. */
function listening(options: object): OldServer {
  const server = new Server(options);
  server.on('connect', (socket) => void server.send(socket, new Widget('welcome')));
  server.on('receive', (object, meta) => {
    const { name, price, words } = object as { name: string; price: number; words: string };
    if (meta.type === 'Gadget')
      void server.send(meta.socket, new Widget(`somebody has a ${name} for ${price}`));
    else if (meta.type === 'Question')
      meta.callback?.(words ? { echo: words } : Object.assign(new Error(), { code: 'no_words' }));
    else if (meta.type === 'Sell')
      void server.send(meta.socket, new Confirm(price - 1), (answer) =>
        meta.callback?.(`${name}: ${answer}`),
      );
  });
  server.on('request', (request, response) => {
    for (let at = (request.data as { from: number }).from; at > 0; at--) response.write(at);
    response.end();
  });
  return server;
}

const said = async (place: string) =>
  (await run(jdk('java'), ['-jar', jars.gadgetsCaller, place])).out.trim().split('\n');

const all = [
  'welcome',
  'somebody has a lever for 3',
  '{echo=why?}',
  'crank: sold',
  '[3, 2, 1]',
  'there',
  'no_words',
];

describe('the Java client of sockhop', () => {
  const place = new Place('sockhop-java', { 'door.sockhop.port': '0' });
  afterAll(() => place.leave());

  it('speaks with the published server', async () => {
    const port = await freePort();
    const server = listening({ port });
    await server.listen();
    expect(await said(`127.0.0.1:${port}`)).toEqual(all);
    await server.close();
  });

  it('speaks with it on a Unix domain socket', async () => {
    const path = join(freshFolder('sockhop-socket'), 's');
    const server = listening({ path });
    await server.listen();
    expect(await said(path)).toEqual(all);
    await server.close();
  });

  it('speaks with the door', async () => {
    place.drop(jars.gadgets);
    await place.start();
    await place.says(/gadgets .*is deployed/);
    const [, port] = await place.says(/door\.sockhop listens on 127\.0\.0\.1:(\d+)/);
    expect(await said(`127.0.0.1:${port}`)).toEqual(all);
  });
});
