import type { Call } from './contract.js';

/** Names a program asks for without meaning a method: awaiting, printing and comparing do. */
const NEVER = new Set(['then', 'toJSON', 'toString', 'valueOf', '__proto__', 'constructor', 'prototype']);

/** An object on which every path is a method: `api.todos.add('milk')` calls `todos.add`. */
export function remoteApi(call: (target: string, args: unknown[]) => Call<unknown>): object {
  const below = (base: object, path: string): object => {
    const known = new Map<string, object>();
    return new Proxy(base, {
      get(_, name) {
        if (typeof name === 'symbol' || NEVER.has(name)) return undefined;
        let child = known.get(name);
        if (!child) {
          const target = path + name;
          child = below((...args: unknown[]) => call(target, args), `${target}.`);
          known.set(name, child);
        }
        return child;
      },
    });
  };
  return below(Object.create(null), '');
}
