const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Why an action from the server may not enter the store; undefined when it may. */
export function refusal(action: { type: unknown }): string | undefined {
  const { type } = action;
  if (typeof type !== 'string') return 'its type is not a string';
  if (type.startsWith('@@') || type.startsWith('redstart/')) return `the type "${type}" is reserved`;
  const key = hostileKey(action);
  return key && `it has a key "${key}"`;
}

/** A key that could change prototypes: JSON.parse makes "__proto__" an own one, and a reducer that merges would obey. */
export function hostileKey(whole: unknown): string | undefined {
  const left: unknown[] = [whole];
  while (left.length) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const key of Object.keys(value)) {
      if (FORBIDDEN.has(key)) return key;
      left.push((value as Record<string, unknown>)[key]);
    }
  }
  return undefined;
}
