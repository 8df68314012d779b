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

/** How many asks a server lets wait for answers. */
const MOST = 1000;

/** Calls from the server, each run once. */
export class Asks {
  #handlers = new Map<unknown, AskHandler>();
  /** The asks of this session whose handlers run. */
  #running = new Set<unknown>();
  /**
   * Answers by id as they were sent, the last sent last, in case the server has to ask again after a lost connection. A line
   * loses what was sent last: behind a lost answer are others that the server waits for (fewer than MOST), or gave up
   * before that one (fewer than that again).
   */
  #answers = new Map<unknown, string>();
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
    const running = this.#running;
    if (running.has(id)) return; // it is answered once it has run

    const failed = (error: unknown) => JSON.stringify(['err', id, this.#failure(error)]);
    const answer = (text: string) => {
      if (running !== this.#running) return; // nobody in the new session has asked this
      running.delete(id);
      const answers = this.#answers;
      answers.delete(id);
      answers.set(id, text);
      if (answers.size > 2 * MOST) answers.delete(answers.keys().next().value);
      this.#tell(
        () => text,
        (error) => {
          if (error.code !== 'too_large') return;
          this.#report(error);
          if (text.startsWith('["ret"')) answer(failed(error));
        },
      );
    };
    const known = this.#answers.get(id);
    if (known) {
      answer(known);
      return;
    }
    if (running.size >= MOST) {
      this.#tell(() => ['err', id, new RedstartError('overloaded', 'The client has too much to do')]);
      return;
    }
    running.add(id);
    this.#run(name, args)
      .then((value) => JSON.stringify(['ret', id, value ?? null]))
      .catch(failed)
      .catch(failed) // the failure itself could not become JSON
      .then(answer);
  }

  /** A new session asks anew. */
  forget(): void {
    this.#running = new Set();
    this.#answers.clear();
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
