import { badMessage, RedstartError } from './error.js';
import type { Report, Unsubscribe } from './listeners.js';

/** Answers a call from the server: with what it returns or resolves to, or the RedstartError it throws. */
export type AskHandler = (...args: never[]) => unknown;

type Answer = ['ret' | 'err', number, unknown];

/** How many answers are kept, in case the server has to ask again after a lost connection. */
const KEPT = 64;

/** Calls from the server, each run once. */
export class Asks {
  #handlers = new Map<unknown, AskHandler>();
  #asked = new Map<number, Answer | undefined>();
  #report: Report;
  #tell: (message: () => unknown[] | undefined) => void;

  constructor(tell: (message: () => unknown[] | undefined) => void, report: Report) {
    this.#tell = tell;
    this.#report = report;
  }

  handle(name: string, handler: AskHandler): Unsubscribe {
    this.#handlers.set(name, handler);
    return () => {
      if (this.#handlers.get(name) === handler) this.#handlers.delete(name);
    };
  }

  ask(id: unknown, name: unknown, args: unknown): void {
    if (!Number.isSafeInteger(id)) throw badMessage('An ask without an id');
    const asked = id as number;
    if (this.#asked.has(asked)) {
      const answer = this.#asked.get(asked);
      if (answer) this.#tell(() => answer);
      return;
    }
    this.#asked.set(asked, undefined);
    for (const old of this.#asked.keys()) {
      if (this.#asked.size <= KEPT) break;
      this.#asked.delete(old);
    }
    const answer = (op: 'ret' | 'err', value: unknown) => {
      const message: Answer = [op, asked, value];
      if (this.#asked.has(asked)) this.#asked.set(asked, message);
      this.#tell(() => message);
    };
    this.#run(name, args).then(
      (value) => answer('ret', value ?? null),
      (error) => answer('err', this.#failure(error)),
    );
  }

  /** A new session starts to count anew. */
  forget(): void {
    this.#asked.clear();
  }

  async #run(name: unknown, args: unknown): Promise<unknown> {
    const handler = this.#handlers.get(name) as ((...args: unknown[]) => unknown) | undefined;
    if (!handler) throw new RedstartError('not_found', `Nothing here answers "${name}"`);
    return await handler(...(Array.isArray(args) ? args : [args]));
  }

  #failure(error: unknown): RedstartError {
    if (error instanceof RedstartError) return error;
    this.#report(error); // the server need not know how this program is built
    return new RedstartError('internal', 'The handler failed');
  }
}
