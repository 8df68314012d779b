// Looks at what is published; `npm run build` makes it.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type * as Core from '../src/index.js';
import type * as Packets from '../src/packets/index.js';
import type * as Redux from '../src/redux/index.js';
import type * as Testing from '../src/testing/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const require = createRequire(join(root, 'package.json'));
const load = (path: string) => import(/* @vite-ignore */ pathToFileURL(join(root, path)).href);

async function works({ connect }: typeof Core, { fakeServer }: typeof Testing, sdk: string): Promise<void> {
  const server = fakeServer();
  const client = connect('ws://test', server.options);
  expect(await server.welcomes()).toEqual({ v: 1, sdk });
  const added = client.call('todos.add', ['milk']);
  await server.expect(['call', 1, 'todos.add', ['milk']]);
  await server.says(['ret', 1, 'added']);
  expect(await added).toBe('added');
  client.close();
}

describe('the package', () => {
  const sdk = `js/${manifest.version}`;

  beforeAll(() => {
    if (!existsSync(join(root, 'dist/client.js')))
      throw new Error('Nothing is built: run "npm run build" first');
  });

  it('works as CommonJS', () =>
    works(
      require('@redstart/client') as typeof Core,
      require('@redstart/client/testing') as typeof Testing,
      sdk,
    ));

  it('works as ES modules', async () => {
    const program = `
      import { connect, RedstartError } from '@redstart/client';
      import { redstartMiddleware, toServer } from '@redstart/client/redux';
      import { fakeServer } from '@redstart/client/testing';
      const client = connect('ws://test', fakeServer().options);
      client.close();
      console.log(client.state.status, typeof redstartMiddleware, toServer({ type: 'a' }).meta.redstart.up);
    `;
    const said = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: root });
    expect(String(said)).toBe('closed function true\n');
    await works(await load('dist/esm/index.js'), await load('dist/esm/testing/index.js'), sdk);
  });

  it('has the core as one file for a page, and channels and Redux beside it', async () => {
    const core: typeof Core = await load('dist/client.js');
    await works(core, await load('dist/esm/testing/index.js'), sdk);
    expect(readFileSync(join(root, 'dist/client.js'), 'utf8')).not.toMatch(/\bimport\b|\bfrom"/);

    const redux: typeof Redux = await load('dist/redux.js');
    expect(redux.toServer({ type: 'a' })).toEqual({ type: 'a', meta: { redstart: { up: true } } });
    const imports = readFileSync(join(root, 'dist/redux.js'), 'utf8').match(/from"[^"]+"/g);
    expect([...new Set(imports)].sort()).toEqual(['from"./channels.js"', 'from"./client.js"']);
    expect(readFileSync(join(root, 'dist/channels.js'), 'utf8').match(/from"[^"]+"/g)).toEqual([
      'from"./client.js"',
    ]);

    const { packets }: typeof Packets = await load('dist/packets.js');
    const server = (await load('dist/esm/testing/index.js')).fakeServer();
    const client = core.connect('ws://test', server.options);
    await server.welcomes({ packets: { hash: 'h', up: [['move', 3, 'x:int8']], down: [] } });
    expect(packets(client).send('move', { x: -1 })).toBe(true);
    await server.expect(['binary', '0300ff']);
    expect(readFileSync(join(root, 'dist/packets.js'), 'utf8').match(/from"[^"]+"/g)).toEqual([
      'from"./client.js"',
    ]);
    client.close();
  });

  it('offers the same names in each form', async () => {
    const names = Object.keys(await load('dist/esm/index.js')).sort();
    expect(names).toEqual(['RedstartError', 'connect']);
    expect(Object.keys(require('@redstart/client')).sort()).toEqual(names);
    expect(Object.keys(await load('dist/client.js')).sort()).toEqual(names);
    const channels = Object.keys(await load('dist/esm/channels/index.js'));
    expect(channels).toEqual(['channel']);
    expect(Object.keys(require('@redstart/client/channels'))).toEqual(channels);
    expect(Object.keys(await load('dist/channels.js'))).toEqual(channels);
    const redux = Object.keys(await load('dist/esm/redux/index.js')).sort();
    expect(Object.keys(require('@redstart/client/redux')).sort()).toEqual(redux);
    expect(Object.keys(await load('dist/redux.js')).sort()).toEqual(redux);
    const packets = Object.keys(await load('dist/esm/packets/index.js')).sort();
    expect(Object.keys(require('@redstart/client/packets')).sort()).toEqual(packets);
    expect(Object.keys(await load('dist/packets.js')).sort()).toEqual(packets);
  });

  it('needs nothing else at run time', () => {
    expect(manifest.dependencies).toBeUndefined();
    expect(Object.keys(manifest.peerDependencies)).toEqual(Object.keys(manifest.peerDependenciesMeta));
  });

  it('is pinned to exact versions, from no registry in particular', () => {
    for (const version of Object.values(manifest.devDependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(
      /"resolved"|https?:\/\/[^"]*\.tgz/,
    );
  });

  it('has declarations that compile in a strict program of either kind', { timeout: 60_000 }, () => {
    const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
    let complaints = '';
    try {
      execFileSync(process.execPath, [tsc, '--project', 'test/consumer/tsconfig.json'], {
        cwd: root,
        stdio: 'pipe',
      });
    } catch (error) {
      complaints = String((error as { stdout: Buffer }).stdout);
    }
    expect(complaints).toBe('');
  });
});
