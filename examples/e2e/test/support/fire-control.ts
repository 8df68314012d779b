import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { Told } from './told.js';

/** Controls namespaces of Fire Web Socket: a length in four bytes, JSON, a zero, both ways. */
export class FireControl {
  readonly #answers = new Told<unknown>();
  readonly #socket: Socket;
  #come = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (part) => {
      this.#come = Buffer.concat([this.#come, part]);
      while (this.#come.length >= 5 && this.#come.length >= this.#come.readInt32LE() + 5) {
        const end = this.#come.readInt32LE() + 4;
        this.#answers.take(JSON.parse(this.#come.toString('utf8', 4, end)));
        this.#come = this.#come.subarray(end + 1);
      }
    });
  }

  static async to(port: number): Promise<FireControl> {
    const socket = createConnection(port, '127.0.0.1');
    await once(socket, 'connect');
    return new FireControl(socket);
  }

  ask(request: object): Promise<unknown> {
    const body = Buffer.from(JSON.stringify(request));
    const frame = Buffer.alloc(body.length + 5);
    frame.writeInt32LE(body.length);
    body.copy(frame, 4);
    this.#socket.write(frame);
    return this.#answers.next();
  }

  close(): void {
    this.#socket.destroy();
  }
}
