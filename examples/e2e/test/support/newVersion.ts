import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder, inRepository, jars } from './files.js';
import { jdk, run } from './run.js';

const SOURCES = 'examples/todo/src/main/java/io/redstart/examples/todo';

/** Builds the next version of the todo list: with a change in its Java source, and its page under another title. */
export async function newVersionOfTodo(version: string, change: (source: string) => string): Promise<string> {
  const folder = freshFolder('version');
  const jar = join(folder, `todo-${version}.jar`);
  const content = join(folder, 'content');
  const web = join(content, 'META-INF/redstart/web');
  mkdirSync(web, { recursive: true });

  const sources = readdirSync(inRepository(SOURCES)).map((name) => {
    const source = join(folder, name);
    writeFileSync(source, change(readFileSync(inRepository(SOURCES, name), 'utf8')));
    return source;
  });
  await succeed('javac', '-proc:none', '-parameters', '-cp', jars.server, '-d', content, ...sources);

  const page = readFileSync(inRepository('examples/todo/page/dist/index.html'), 'utf8');
  writeFileSync(join(web, 'index.html'), page.replace(/<title>.*?</, `<title>Version ${version}<`));

  copyFileSync(jars.todo, jar);
  await succeed('jar', '--update', '--file', jar, '-C', content, '.');
  return jar;
}

async function succeed(program: string, ...args: string[]): Promise<void> {
  const { code, out, err } = await run(jdk(program), args);
  if (code !== 0) throw new Error(`${program} failed with ${code}:\n${out}${err}`);
}
