import { RedstartError } from '@redstart/client';

/** What to tell people about a failure: what the server says of the field if it does, else its message. */
export function explain(error: unknown, field?: string): string {
  if (!(error instanceof RedstartError)) return 'Something went wrong on this page';
  switch (error.code) {
    case 'timeout':
    case 'unavailable':
      return 'The server cannot be reached. Try again in a moment';
    case 'unknown_outcome':
      return 'The connection broke. Look whether it is in the list before you try again';
    default:
      return error.fields?.find(({ path }) => path === field)?.message ?? error.message;
  }
}
