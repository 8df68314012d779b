/**
 * The client of a Redstart server.
 *
 * @packageDocumentation
 */
export type { AskHandler } from './asks.js';
export type {
  ActionOf,
  BinaryPort,
  Caller,
  ChannelPort,
  Client,
  CodeOf,
  MethodName,
  Permitted,
  UserInfo,
} from './client.js';
export type { Clock } from './clock.js';
export { connect } from './connect.js';
export type {
  Action,
  Args,
  Call,
  ContractShape,
  LooseApi,
  LooseContract,
  PacketShapes,
  Position,
  PushInfo,
} from './contract.js';
export { type BuiltInCode, type ErrorDetails, type FieldError, RedstartError } from './error.js';
export type { Unsubscribe } from './listeners.js';
export type { CallOptions, ConnectOptions, Token } from './options.js';
export type { SocketConstructor, SocketLike } from './socket.js';
export type { ConnectionState } from './state.js';
