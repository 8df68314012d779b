export type Report = (error: unknown) => void;
export type Unsubscribe = () => void;

/** Who wants to be told; one that throws is reported and keeps nobody else from being told. */
export class Listeners<A extends unknown[]> {
  #all: { name: string | undefined; listener: (...args: A) => unknown }[] = [];
  #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  /** Without a name a listener is told everything. */
  add(listener: (...args: A) => unknown, name?: string): Unsubscribe {
    const entry = { name, listener };
    this.#all = [...this.#all, entry];
    return () => {
      this.#all = this.#all.filter((other) => other !== entry);
    };
  }

  tell(name: string | undefined, ...args: A): void {
    for (const entry of this.#all) {
      if (entry.name !== undefined && entry.name !== name) continue;
      if (!this.#all.includes(entry)) continue;
      try {
        const returned = entry.listener(...args);
        if (returned instanceof Promise) returned.catch(this.#report);
      } catch (error) {
        this.#report(error);
      }
    }
  }
}
