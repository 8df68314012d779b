const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Why an action from the server may not enter the store; undefined when it may. */
export function refusal(action: { type: unknown }): string | undefined {
  const { type } = action;
  if (typeof type !== 'string') return 'its type is not a string';
  if (type.startsWith('@@') || type.startsWith('redstart/')) return `the type "${type}" is reserved`;
  // JSON.parse makes "__proto__" an own key, and a reducer that merges would then change every object.
  const left: unknown[] = [action];
  while (left.length) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const key of Object.keys(value)) {
      if (FORBIDDEN.has(key)) return `it has a key "${key}"`;
      left.push((value as Record<string, unknown>)[key]);
    }
  }
  return undefined;
}
