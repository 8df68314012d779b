import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRepository, jars } from './support/files.js';
import { Place } from './support/place.js';
import { jdk, type Outcome, run } from './support/run.js';

const callers: Record<string, (url: string, hands: string) => Promise<Outcome>> = {
  Node: (url, hands) => run(process.execPath, [inRepository('examples/clap/node/clap.mjs'), url, hands]),
  Java: (url, hands) => run(jdk('java'), ['-jar', jars.clapCaller, url, hands]),
};

describe('clap', () => {
  const place = new Place('clap');

  beforeAll(async () => {
    place.drop(jars.clap);
    await place.start();
    await place.says(/clap .*is deployed/);
  });

  afterAll(() => place.leave());

  describe.each(Object.entries(callers))('called from %s', (_, call) => {
    it('answers at once', async () => {
      expect(await call(place.url, '2')).toEqual({ code: 0, out: 'clap with 2\n', err: '' });
    });

    it('answers later', async () => {
      expect(await call(place.url, '1000')).toEqual({ code: 0, out: 'applause of 1000\n', err: '' });
    });

    it('refuses', async () => {
      const err = 'no_hands: Nobody can clap without hands\n';
      expect(await call(place.url, '0')).toEqual({ code: 1, out: '', err });
    });
  });
});
