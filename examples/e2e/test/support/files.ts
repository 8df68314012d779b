import { existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** A file or folder of the repository. */
export const inRepository = (...path: string[]) => join(root, ...path);

/** What Maven has built; says how if it has not. */
export function built(folder: string, name: RegExp): string {
  const target = inRepository(folder, 'target');
  const file = existsSync(target) ? readdirSync(target).find((one) => name.test(one)) : undefined;
  if (!file) {
    throw new Error(
      `There is nothing like ${name} in ${folder}/target: build it with ./mvnw -DskipTests package`,
    );
  }
  return join(target, file);
}

export const jars = {
  get server() {
    return built('server', /^redstart\.jar$/);
  },
  get todo() {
    return built('examples/todo', /^todo-[\d.]+\.jar$/);
  },
  get clap() {
    return built('examples/clap', /^clap-[\d.]+\.jar$/);
  },
  get counter() {
    return built('examples/counter', /^counter-[\d.]+\.jar$/);
  },
  get arena() {
    return built('examples/arena', /^arena-[\d.]+\.jar$/);
  },
  get gadgets() {
    return built('examples/gadgets', /^gadgets-[\d.]+\.jar$/);
  },
  get rooms() {
    return built('examples/rooms', /^rooms-[\d.]+\.jar$/);
  },
  get gadgetsCaller() {
    return built('examples/gadgets/java', /^gadgets-caller\.jar$/);
  },
  get clapCaller() {
    return built('examples/clap/java', /^clap-caller\.jar$/);
  },
};

/** Where tests leave what is worth a look. */
export function kept(name: string): string {
  const folder = inRepository('examples/e2e/target', name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** A new empty folder. */
export const freshFolder = (name: string) => mkdtempSync(join(kept('runs'), `${name}-`));
