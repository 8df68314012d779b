import type { ErrorDetails } from '@redstart/client';

/** What a RedstartError tells, and a rejected action too. */
type Failure = { readonly code: string; readonly message: string } & ErrorDetails;

/** What to tell people about a failure: what the server says of the field if it does, else its message. */
export function explain(failure: Failure, field?: string): string {
  switch (failure.code) {
    case 'timeout':
    case 'unavailable':
      return 'The server cannot be reached. Try again in a moment';
    case 'not_found':
      return 'The server is without the list. Try again in a moment';
    case 'unknown_outcome':
      return 'The connection broke. Look whether it was done before you try again';
    default:
      return failure.fields?.find(({ path }) => path === field)?.message ?? failure.message;
  }
}
