import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder, inRepository, jars } from './files.js';
import { jdk, run } from './run.js';

const SOURCES = 'examples/todo/src/main/java/io/redstart/examples/todo';

/** Builds the next version of the todo list: with a change in its Java source, and its page under another title. */
export async function newVersionOfTodo(version: string, change: (source: string) => string): Promise<string> {
  const folder = freshFolder('version');
  const sources = readdirSync(inRepository(SOURCES)).map((name) => {
    const source = join(folder, name);
    writeFileSync(source, change(readFileSync(inRepository(SOURCES, name), 'utf8')));
    return source;
  });
  const content = join(folder, 'content');
  mkdirSync(content);
  await succeed('jar', ['--extract', '--file', jars.todo], content);
  await succeed('javac', ['-proc:none', '-parameters', '-cp', jars.server, '-d', content, ...sources]);
  const page = join(content, 'META-INF/redstart/web/index.html');
  writeFileSync(page, readFileSync(page, 'utf8').replace(/<title>.*?</, `<title>Version ${version}<`));

  const jar = join(folder, `todo-${version}.jar`);
  await succeed('jar', ['--create', '--file', jar, '-C', content, '.']);
  return jar;
}

async function succeed(program: string, args: readonly string[], folder = '.'): Promise<void> {
  const { code, out, err } = await run(jdk(program), args, folder);
  if (code !== 0) throw new Error(`${program} failed with ${code}:\n${out}${err}`);
}
