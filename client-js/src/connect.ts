import type { Client } from './client.js';
import type { ContractShape, LooseContract } from './contract.js';
import type { ConnectOptions } from './options.js';
import { RedstartClient } from './redstartClient.js';

/**
 * Connects to a Redstart server and returns at once: what is said before the connection is open waits for it.
 *
 * @param url `ws(s)://` or `http(s)://`, with the path `/ws` if it has none; in a browser also a path
 * @throws TypeError when the url is not an address, or no WebSocket can be found
 * @example
 * const client = connect<Contract>('wss://example.org', { contract });
 * await client.api.todos.add('milk');
 */
export function connect<C extends ContractShape = LooseContract>(
  url = '/ws',
  options: ConnectOptions = {},
): Client<C> {
  return new RedstartClient<C>(url, options);
}
