/** Something that is told later, each once and in order. */
export class Told<T> {
  readonly #come: T[] = [];
  readonly #wanted: ((one: T) => void)[] = [];

  readonly take = (one: T): void => {
    const wanted = this.#wanted.shift();
    if (wanted) wanted(one);
    else this.#come.push(one);
  };

  next(): Promise<T> {
    const come = this.#come.shift();
    return come === undefined ? new Promise((resolve) => this.#wanted.push(resolve)) : Promise.resolve(come);
  }
}
