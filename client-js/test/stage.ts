import {
  type Client,
  type ConnectOptions,
  type ContractShape,
  connect,
  type LooseContract,
} from '../src/index.js';
import { type FakeServer, fakeServer } from '../src/testing/index.js';

/** A client and the server it talks to, both in memory. */
export interface Stage<C extends ContractShape> {
  server: FakeServer;
  client: Client<C>;
  /** What `onError` was told. */
  reported: unknown[];
}

/** A client which is dialling. */
export function dialling<C extends ContractShape = LooseContract>(options: ConnectOptions = {}): Stage<C> {
  const server = fakeServer();
  const reported: unknown[] = [];
  const onError = (error: unknown) => reported.push(error);
  return { server, reported, client: connect<C>('ws://test', { ...server.options, onError, ...options }) };
}

/** A client which was welcomed. */
export async function welcomed<C extends ContractShape = LooseContract>(
  options: ConnectOptions = {},
): Promise<Stage<C>> {
  const stage = dialling<C>(options);
  await stage.server.welcomes();
  return stage;
}

/** What a promise comes to, failures as their code. */
export function outcome(promise: PromiseLike<unknown>): Promise<unknown> {
  return Promise.resolve(promise).then(
    (value) => value,
    (error: { code?: string }) => error.code ?? error,
  );
}
