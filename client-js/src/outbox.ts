import type { Frame } from './connection.js';
import { RedstartError } from './error.js';

/** A message that may have to wait; it is written down at the moment it leaves. */
export interface Outgoing {
  /** The message as text, packets as bytes, or nothing if it is no longer wanted. */
  encode(): Frame | undefined;
  /** It cannot leave, ever. */
  refuse(error: RedstartError): void;
  /** It is no longer wanted. */
  readonly over?: boolean;
}

export function closed(why: string): RedstartError {
  return new RedstartError('unavailable', `The client is closed: ${why}`);
}

const FRAME = 32 * 1024;
const MAX_WAITING = 1000;
const utf8 = new TextEncoder();

/** Gathers the messages of one microtask into frames, one message a line; they wait while no line is open. */
export class Outbox {
  #waiting: Outgoing[] = [];
  #send: ((frame: Frame) => void) | undefined;
  #limit = 0;
  #scheduled = false;
  #closed: string | undefined;

  put(message: Outgoing): void {
    if (this.#closed !== undefined) {
      message.refuse(closed(this.#closed));
      return;
    }
    if (!this.#send && this.#waiting.length >= MAX_WAITING) {
      this.#waiting = this.#waiting.filter((waiting) => !waiting.over);
    }
    if (!this.#send && this.#waiting.length >= MAX_WAITING) {
      message.refuse(new RedstartError('overloaded', `${MAX_WAITING} messages wait for the connection`));
      return;
    }
    this.#waiting.push(message);
    if (!this.#scheduled) {
      this.#scheduled = true;
      queueMicrotask(() => {
        this.#scheduled = false;
        this.flush();
      });
    }
  }

  /** From now on messages leave: at once `first`, then what has waited. */
  open(send: (frame: Frame) => void, limit: number, first: Outgoing[]): void {
    this.#send = send;
    this.#limit = limit;
    this.#waiting.unshift(...first);
    this.flush();
  }

  shut(): void {
    this.#send = undefined;
  }

  /** No message leaves any more. */
  close(reason: string): void {
    this.#closed = reason;
    for (const message of this.#waiting.splice(0)) this.put(message);
  }

  flush(): void {
    if (!this.#send) return;
    let frame = '';
    let size = 0;
    for (const message of this.#waiting.splice(0)) {
      const text = message.encode();
      if (!text) continue;
      const plain = typeof text === 'string';
      const bytes = plain ? utf8.encode(text).length : text.length;
      if (bytes > this.#limit) {
        message.refuse(
          new RedstartError('too_large', `A message of ${bytes} bytes (the server takes ${this.#limit})`),
        );
        continue;
      }
      if (frame && (!plain || size + bytes > Math.min(FRAME, this.#limit))) {
        this.#send(frame);
        frame = '';
        size = 0;
      }
      if (plain) {
        frame += (frame && '\n') + text;
        size += bytes + 1;
      } else this.#send(text);
    }
    if (frame) this.#send(frame);
  }
}
