/** As much of a WebSocket as the client uses: the browser's and the package `ws` both have it. */
export interface SocketLike {
  binaryType?: string;
  send(frame: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
}

/**
 * Makes a WebSocket.
 *
 * @example
 * import { WebSocket } from 'ws';
 * connect('ws://localhost:8080', { WebSocket });
 */
export type SocketConstructor = new (url: string, protocols: string) => SocketLike;

export function findSocket(given: SocketConstructor | undefined): SocketConstructor {
  const found = given ?? (globalThis.WebSocket as SocketConstructor | undefined);
  if (!found) {
    throw new TypeError(
      'There is no global WebSocket here: give one as the option "WebSocket", in Node the one of the package "ws"',
    );
  }
  return found;
}
