const TELL_EVERY = 1_000;
const SHOWN = 3_000;

/** Who is writing at the moment: whoever has said so within the last seconds, and has said nothing since. */
export class Writers {
  #until = new Map<string, number>();
  #told = 0;

  /** Somebody is writing. */
  wrote(by: string, now: number): void {
    this.#until.set(by, now + SHOWN);
  }

  /** Somebody has said it. */
  said(by: string): void {
    this.#until.delete(by);
  }

  /** Another room. */
  clear(): void {
    this.#until.clear();
  }

  now(now: number): string[] {
    return [...this.#until].filter(([, until]) => until > now).map(([by]) => by);
  }

  /** Whether others should be told now that somebody writes here: not more often than once a second. */
  tellsAt(now: number): boolean {
    if (now - this.#told < TELL_EVERY) return false;
    this.#told = now;
    return true;
  }
}
