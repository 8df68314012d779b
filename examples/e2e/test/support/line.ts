import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between pages and a server, so that their lines can be cut. */
export class Line {
  readonly #door: Server;
  readonly #sockets = new Set<Socket>();
  #cut = false;

  private constructor(port: () => number) {
    this.#door = createServer((page) => {
      if (this.#cut) {
        page.destroy();
        return;
      }
      const server = connect(port(), '127.0.0.1');
      for (const [from, to] of [
        [page, server],
        [server, page],
      ] as const) {
        this.#sockets.add(from);
        from.pipe(to);
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
      }
    });
  }

  /** A line to what listens at an address, which may listen elsewhere later. */
  static async to(url: () => string): Promise<Line> {
    const line = new Line(() => Number(new URL(url()).port));
    line.#door.listen(0, '127.0.0.1');
    await once(line.#door, 'listening');
    return line;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#door.address() as AddressInfo).port}`;
  }

  /** Breaks every connection; none gets through until it is mended. */
  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#cut = false;
  }

  close(): void {
    this.cut();
    this.#door.close();
  }
}
