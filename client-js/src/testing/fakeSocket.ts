import type { SocketLike } from '../socket.js';

/** The client's end of a line in memory; the other end is the fake server. */
export class FakeSocket implements SocketLike {
  onopen: SocketLike['onopen'] = null;
  onmessage: SocketLike['onmessage'] = null;
  onclose: SocketLike['onclose'] = null;
  onerror: SocketLike['onerror'] = null;
  /** What the client sent and nobody has looked at yet. */
  readonly frames: string[] = [];
  /** The code with which the client closed it. */
  closedWith: number | undefined;
  readonly url: string;
  readonly protocol: string;
  #status: 'dialling' | 'open' | 'over' = 'dialling';

  constructor(url: string, protocol: string) {
    this.url = url;
    this.protocol = protocol;
  }

  get isOpen(): boolean {
    return this.#status === 'open';
  }

  get isDialling(): boolean {
    return this.#status === 'dialling';
  }

  /** Of a binary frame the text is what it holds, as `["binary","…"]` with hexadecimal digits. */
  send(frame: string | Uint8Array): void {
    if (this.#status === 'dialling') throw new Error('The connection is not open yet');
    if (this.#status === 'open') this.frames.push(typeof frame === 'string' ? frame : hex(frame));
  }

  close(code = 1005): void {
    if (this.#status === 'over') return;
    this.#status = 'over';
    this.closedWith = code;
  }

  /** The server takes the connection. */
  open(): void {
    this.#status = 'open';
    this.onopen?.({} as never);
  }

  /** The server sends a frame. */
  receive(data: unknown): void {
    if (this.#status === 'open') this.onmessage?.({ data } as never);
  }

  /** The line ends, by the server or by accident. */
  lose(code: number, reason = ''): void {
    if (this.#status === 'over') return;
    this.#status = 'over';
    if (code === 1006) this.onerror?.({} as never);
    this.onclose?.({ code, reason } as never);
  }
}

function hex(bytes: Uint8Array): string {
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
  return JSON.stringify(['binary', digits.join('')]);
}
