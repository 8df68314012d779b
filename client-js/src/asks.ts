import { badMessage, RedstartError } from './error.js';
import type { Report, Unsubscribe } from './listeners.js';

/**
 * Answers a call from the server: with what it returns or resolves to, or with the RedstartError it throws. For any other
 * error the server learns no more than `internal`.
 *
 * @example
 * const confirm: AskHandler = (question: string) => window.confirm(question);
 */
export type AskHandler = (...args: never[]) => unknown;

/** Says something in the present session; told when it cannot leave. */
export type Tell = (message: () => unknown, refused?: (error: RedstartError) => void) => void;

/** How many asks are remembered, in case the server has to ask again after a lost connection. */
const KEPT = 1000;

/** Calls from the server, each run once. */
export class Asks {
  #handlers = new Map<unknown, AskHandler>();
  /** The answers in this session as they were sent, by id; undefined while a handler runs. */
  #asked = new Map<unknown, string | undefined>();
  #report: Report;
  #tell: Tell;

  constructor(tell: Tell, report: Report) {
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
    const asked = this.#asked;
    if (asked.has(id)) {
      const answer = asked.get(id);
      if (answer) this.#tell(() => answer);
      return;
    }
    // the oldest answer goes; what is not answered yet stays, or it would be run twice
    if (asked.size >= KEPT) asked.delete([...asked].find(([, answer]) => answer)?.[0]);
    if (asked.size >= KEPT) {
      this.#tell(() => ['err', id, new RedstartError('overloaded', 'The client has too much to do')]);
      return;
    }
    asked.set(id, undefined);

    const answer = (text: string) => {
      if (asked !== this.#asked) return; // nobody in the new session has asked this
      if (asked.has(id)) asked.set(id, text);
      this.#tell(
        () => text,
        (error) => {
          if (error.code !== 'too_large') return;
          this.#report(error);
          if (text.startsWith('["ret"')) answer(failed(error));
        },
      );
    };
    const failed = (error: unknown) => JSON.stringify(['err', id, this.#failure(error)]);
    this.#run(name, args)
      .then((value) => JSON.stringify(['ret', id, value ?? null]))
      .catch(failed)
      .catch(failed) // the failure itself could not become JSON
      .then(answer);
  }

  /** A new session asks anew. */
  forget(): void {
    this.#asked = new Map();
  }

  async #run(name: unknown, args: unknown): Promise<unknown> {
    const handler = this.#handlers.get(name) as ((...args: unknown[]) => unknown) | undefined;
    if (!handler) throw new RedstartError('not_found', `Nothing here answers "${name}"`);
    return handler(...(Array.isArray(args) ? args : [args]));
  }

  #failure(error: unknown): RedstartError {
    if (error instanceof RedstartError) return error;
    this.#report(error); // the server need not know how this program is built
    return new RedstartError('internal', 'The handler failed');
  }
}
