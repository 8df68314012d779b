/**
 * Joins a Redux store, with or without Redux Toolkit, to a Redstart server.
 *
 * @packageDocumentation
 */
export {
  CONFIRMED,
  CONNECTION,
  type ConfirmedAction,
  type ConnectionAction,
  PERMITTED,
  type PermittedAction,
  REJECTED,
  type RejectedAction,
} from './actions.js';
export { type ConnectionSlice, connectionReducer } from './connectionReducer.js';
export { type RedstartMeta, redstartMeta, toServer, type Up } from './marks.js';
export { type RedstartMiddlewareOptions, redstartMiddleware, type UpDispatch } from './middleware.js';
export { permittedReducer } from './permittedReducer.js';
