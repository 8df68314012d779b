import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const client = fileURLToPath(new URL('..', import.meta.url));
const project = join(client, '..');
const guides = join(project, 'docs');

/** The compiler takes it for a place of ours, linter and git do not. */
const place = join(client, 'node_modules', '.docs');

it('shows TypeScript in the documents which compiles, each block as a module of its own', () => {
  const documents = [
    'README.md',
    ...(existsSync(guides) ? readdirSync(guides, { recursive: true }) : []).map((name) =>
      join('docs', String(name)),
    ),
  ].filter((name) => name.endsWith('.md') && existsSync(join(project, name)));
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  // what './api.js' means in them: the file a server would generate
  writeFileSync(join(place, 'api.ts'), "export * from '../../test/types/generated.js';\n");
  const files = ['api.ts'];
  for (const name of documents) {
    const text = readFileSync(join(project, name), 'utf8');
    for (const block of text.matchAll(/^```ts\n(.*?)^```$/gms)) {
      const line = text.slice(0, block.index).split('\n').length;
      const file = `${name.replace(/\W+/g, '-')}-line-${line}.ts`;
      writeFileSync(join(place, file), `${block[1]}\nexport {};\n`);
      files.push(file);
    }
  }
  expect(files.length).toBeGreaterThan(1);
  writeFileSync(
    join(place, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', include: [], files, compilerOptions: { noEmit: true } }),
  );
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  try {
    execFileSync(process.execPath, [tsc, '--project', place], { cwd: client, encoding: 'utf8' });
  } catch (error) {
    expect((error as { stdout: string }).stdout).toBe('');
    throw error;
  }
}, 60_000);
