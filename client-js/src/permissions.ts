import type { Calls } from './calls.js';
import type { Permitted } from './client.js';
import { badMessage } from './error.js';
import { Listeners, type Report, type Unsubscribe } from './listeners.js';

/** What the server lets this client do. Asked for once; from then on the server tells what changes. */
export class Permissions {
  told: Permitted | undefined;
  #asked: Promise<Permitted> | undefined;
  #calls: Calls;
  #report: Report;
  #listeners: Listeners<[Permitted]>;

  constructor(calls: Calls, report: Report) {
    this.#calls = calls;
    this.#report = report;
    this.#listeners = new Listeners(report);
  }

  async can(name: string, kind: keyof Permitted = 'calls'): Promise<boolean> {
    return (this.told ?? (await this.#ask()))[kind].includes(name);
  }

  add(listener: (permitted: Permitted) => unknown): Unsubscribe {
    this.#ask().catch(this.#report);
    return this.#listeners.add(listener);
  }

  take(value: unknown): Permitted {
    const { calls, actions, events, packets = [] } = (value ?? {}) as Record<string, unknown>;
    if (![calls, actions, events, packets].every(areNames))
      throw badMessage('What may be called is not told in lists of names');
    const told = { calls, actions, events, packets } as Permitted;
    this.told = told;
    this.#asked ??= Promise.resolve(told);
    this.#listeners.tell(undefined, told);
    return told;
  }

  /** A fresh session: what the one before was told counts no more. */
  again(): void {
    if (!this.told) return; // the question itself is repeated
    this.told = this.#asked = undefined;
    this.#ask().catch(this.#report);
  }

  #ask(): Promise<Permitted> {
    this.#asked ??= this.#calls
      .start((id) => ['can', id], {}, { repeatable: true })
      .then((answer) => this.take(answer))
      .catch((error) => {
        this.#asked = undefined;
        throw error;
      });
    return this.#asked;
  }
}

function areNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}
