import { badMessage, RedstartError } from './error.js';

/** How many items the server may send ahead of the application. */
const WINDOW = 32;

/** The items of one call, which arrive only as fast as the application takes them. */
export class Stream<T> implements AsyncIterableIterator<T> {
  /** The number of the last item that arrived; the first is 1. */
  seen = 0;
  /** How many items the server may still send. */
  granted = WINDOW;
  #items: T[] = [];
  #takers: { resolve: (result: IteratorResult<T>) => void; reject: (error: unknown) => void }[] = [];
  #taken = 0;
  #end: { error?: RedstartError } | undefined;
  #more: (n: number) => void;
  #leave: (error?: RedstartError) => void;

  /**
   * @param more grants the server more items
   * @param leave tells that no more are wanted, with the error the stream ends with if the server is to blame
   */
  constructor(more: (n: number) => void, leave: (error?: RedstartError) => void) {
    this.#more = more;
    this.#leave = leave;
  }

  item(n: number, value: T): void {
    if (n <= this.seen) return;
    if (n > this.seen + 1) {
      this.#leave(new RedstartError('unknown_outcome', `Items were lost before number ${n}`));
    } else if (!this.granted) {
      this.#leave(badMessage('More items than were granted'));
    } else {
      this.seen = n;
      this.granted--;
      const taker = this.#takers.shift();
      if (taker) {
        taker.resolve({ done: false, value });
        this.#took();
      } else this.#items.push(value);
    }
  }

  /** Nothing more comes; what has arrived can still be taken, unless `now`. */
  end(error?: RedstartError, now?: boolean): void {
    this.#end ??= { error };
    if (now) this.#items = [];
    for (const taker of this.#takers.splice(0)) this.next().then(taker.resolve, taker.reject);
  }

  next(): Promise<IteratorResult<T>> {
    return new Promise((resolve, reject) => {
      if (this.#items.length) {
        resolve({ done: false, value: this.#items.shift() as T });
        this.#took();
      } else if (this.#end) {
        const { error } = this.#end;
        this.#end = {};
        if (error) reject(error);
        else resolve({ done: true, value: undefined });
      } else this.#takers.push({ resolve, reject });
    });
  }

  async return(): Promise<IteratorResult<T>> {
    this.#leave();
    this.end(undefined, true);
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #took(): void {
    if (++this.#taken < WINDOW / 2 || this.#end) return;
    this.granted += this.#taken;
    this.#more(this.#taken);
    this.#taken = 0;
  }
}
