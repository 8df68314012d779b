/**
 * Whether `actual` is what was expected. The string `'*'` stands for anything that is there, at any depth. A
 * message may have a meta object at its end which the expected one does not mention.
 */
export function matchesMessage(actual: unknown, expected: readonly unknown[]): boolean {
  if (!Array.isArray(actual)) return false;
  const meta = actual.length === expected.length + 1 && isPlain(actual[expected.length]);
  return matches(meta ? actual.slice(0, -1) : actual, expected);
}

/** Whether two values of JSON are the same; in `expected`, `'*'` stands for anything that is there. */
export function matches(actual: unknown, expected: unknown): boolean {
  if (expected === '*') return actual !== undefined;
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((part, at) => matches(actual[at], part))
    );
  }
  if (!isPlain(expected)) return Object.is(actual, expected);
  if (!isPlain(actual)) return false;
  const keys = Object.keys(expected);
  return (
    keys.length === Object.keys(actual).length &&
    keys.every((key) => Object.hasOwn(actual, key) && matches(actual[key], expected[key]))
  );
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
