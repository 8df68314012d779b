/** The codes Redstart itself uses; an application adds its own. */
export type BuiltInCode =
  | 'bad_message'
  | 'not_found'
  | 'invalid'
  | 'unauthenticated'
  | 'token_expired'
  | 'forbidden'
  | 'conflict'
  | 'too_many_sessions'
  | 'rate_limited'
  | 'overloaded'
  | 'too_large'
  | 'timeout'
  | 'cancelled'
  | 'unavailable'
  | 'unknown_outcome'
  | 'internal';

/** One field the server found wrong, for instance `{ path: 'text', message: 'must not be empty' }`. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** What a failure may carry besides its code and message; every part may be missing. */
export interface ErrorDetails {
  /** What the application added, as it sent it. */
  readonly data?: unknown;
  /** Present: the same may be tried again after this many milliseconds. */
  readonly retry?: number;
  /** Which fields of the arguments were wrong. */
  readonly fields?: readonly FieldError[];
  /** Under this id the server's log holds the whole story. */
  readonly trace?: string;
}

/**
 * Why something failed. `code` is stable and made for programs, `message` for people.
 *
 * @example
 * try {
 *   await client.api.rooms.enter('lobby');
 * } catch (error) {
 *   if (client.isError(error, 'room_full')) showQueue(error.data);
 *   else throw error;
 * }
 */
export class RedstartError<Code extends string = string> extends Error implements ErrorDetails {
  override readonly name = 'RedstartError';
  readonly code: Code;
  readonly data?: unknown;
  readonly retry?: number;
  readonly fields?: readonly FieldError[];
  readonly trace?: string;

  /**
   * Throw one in a handler of an ask, and the server receives exactly this.
   *
   * @param code snake_case: one of {@link BuiltInCode} or the application's own
   * @param message for people
   */
  constructor(code: Code, message: string, details: ErrorDetails & { cause?: unknown } = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.data = details.data;
    this.retry = details.retry;
    this.fields = details.fields;
    this.trace = details.trace;
  }

  /** The failure as plain data, the way it travels; parts that are missing are left out. */
  toJSON(): { code: Code; message: string } & ErrorDetails {
    const { code, message, data, retry, fields, trace } = this;
    return JSON.parse(JSON.stringify({ code, message, data, retry, fields, trace }));
  }
}

/** Reads a failure from the wire; whatever is not as it should be is left out. */
export function readError(value: unknown): RedstartError {
  const { code, message, data, retry, fields, trace } = (value ?? {}) as Record<string, unknown>;
  const known = typeof code === 'string';
  return new RedstartError(
    known ? code : 'internal',
    typeof message === 'string' ? message : known ? '' : 'The server gave no reason',
    {
      data,
      retry: typeof retry === 'number' && retry >= 0 ? Math.min(retry, LONGEST_ASKED) : undefined,
      fields: Array.isArray(fields)
        ? fields.map((field) => ({ path: text(field?.path), message: text(field?.message) }))
        : undefined,
      trace: typeof trace === 'string' ? trace : undefined,
    },
  );
}

/** No server makes a client wait longer than an hour; one that says more has made a mistake. */
export const LONGEST_ASKED = 3_600_000;

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function badMessage(message: string): RedstartError {
  return new RedstartError('bad_message', message);
}
