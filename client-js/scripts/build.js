// Builds everything that is published into dist/:
//   esm/, cjs/        one file for one source file, with type declarations, for bundlers and Node
//   client.js         the core as one small file, for a page without a build step
//   redux.js          the Redux part likewise; it takes what it shares from ./client.js and ./channels.js
//   channels.js       channels likewise; they take what they share from ./client.js
//   packets.js        packets likewise
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
rmSync('dist', { recursive: true, force: true });

const sources = readdirSync('src', { recursive: true })
  .map((path) => join('src', String(path)))
  .filter((path) => path.endsWith('.ts'));
const each = { entryPoints: sources, outbase: 'src', target: 'es2022', sourcemap: true, logLevel: 'warning' };
await build({ ...each, format: 'esm', outdir: 'dist/esm' });
await build({ ...each, format: 'cjs', outdir: 'dist/cjs', platform: 'node' });
writeFileSync('dist/cjs/package.json', '{ "type": "commonjs" }\n');

const page = { bundle: true, minify: true, format: 'esm', target: 'es2022', logLevel: 'warning' };
await build({ ...page, entryPoints: ['src/index.ts'], outfile: 'dist/client.js' });
const shared = [
  [/^\.\.\/(index|error)\.js$/, './client.js'],
  [/^\.\.\/channels\/index\.js$/, './channels.js'],
];
const takeSharedFromOthers = {
  name: 'take-shared-from-others',
  setup(bundle) {
    for (const [filter, path] of shared) bundle.onResolve({ filter }, () => ({ path, external: true }));
  },
};
for (const part of ['redux', 'channels', 'packets']) {
  await build({
    ...page,
    entryPoints: [`src/${part}/index.ts`],
    outfile: `dist/${part}.js`,
    plugins: [takeSharedFromOthers],
  });
}

const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
execFileSync(process.execPath, [tsc, '--project', 'tsconfig.build.json'], { stdio: 'inherit' });
cpSync('dist/esm', 'dist/cjs', {
  recursive: true,
  filter: (path) => !/\.js(\.map)?$/.test(path),
});
