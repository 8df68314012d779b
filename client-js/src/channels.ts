import type { Calls } from './calls.js';
import type { Call, Position } from './contract.js';
import type { Report } from './listeners.js';
import type { CallOptions } from './options.js';

/** The channels this client wants to be in; a fresh session joins them again. */
export class Channels {
  #joined = new Map<string, 'asked' | 'in'>();
  #calls: Calls;
  #report: Report;

  constructor(calls: Calls, report: Report) {
    this.#calls = calls;
    this.#report = report;
  }

  join(channel: string, since?: Position, options?: CallOptions): Call<unknown> {
    this.#joined.set(channel, 'asked');
    const call = this.#calls.start<unknown>((id) => ['join', id, channel, { since }], options, {
      repeatable: true,
    });
    call.then(
      () => this.#joined.has(channel) && this.#joined.set(channel, 'in'),
      () => this.#joined.delete(channel),
    );
    return call;
  }

  leave(channel: string, options?: CallOptions): Call<void> {
    this.#joined.delete(channel);
    return this.#calls.start((id) => ['leave', id, channel], options, { repeatable: true });
  }

  /** Whatever position was known counts no more: each channel tells its state whole. */
  again(): void {
    for (const [channel, how] of this.#joined) if (how === 'in') this.join(channel).catch(this.#report);
  }
}
