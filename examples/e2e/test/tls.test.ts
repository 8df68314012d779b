import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRepository, jars } from './support/files.js';
import { Place } from './support/place.js';
import { jdk, run } from './support/run.js';

const certificate = inRepository('server/src/test/resources/tls/first.pem');
const key = inRepository('server/src/test/resources/tls/first-key.pem');

describe('TLS', () => {
  const place = new Place('tls', { 'http.tls.certificate': certificate, 'http.tls.key': key });
  const trust = join(place.folder, 'trust.p12');

  beforeAll(async () => {
    const entry = ['-importcert', '-noprompt', '-alias', 'first', '-file', certificate];
    const store = ['-keystore', trust, '-storetype', 'PKCS12', '-storepass', 'changeit'];
    expect((await run(jdk('keytool'), [...entry, ...store])).code).toBe(0);
    place.drop(jars.clap);
    await place.start();
    await place.says(/clap .*is deployed/);
  });

  afterAll(() => place.leave());

  it('is what the server speaks', () => {
    expect(place.url).toMatch(/^https:/);
  });

  it('answers a program in Node that knows the certificate', async () => {
    const args = [inRepository('examples/clap/node/clap.mjs'), place.url, '2'];
    const known = await run(process.execPath, args, '.', { NODE_EXTRA_CA_CERTS: certificate });
    expect(known).toEqual({ code: 0, out: 'clap with 2\n', err: '' });
  });

  it('answers a program in Java that knows the certificate', async () => {
    const trusting = [`-Djavax.net.ssl.trustStore=${trust}`, '-Djavax.net.ssl.trustStorePassword=changeit'];
    const known = await run(jdk('java'), [...trusting, '-jar', jars.clapCaller, place.url, '2']);
    expect(known).toEqual({ code: 0, out: 'clap with 2\n', err: '' });
  });
});
