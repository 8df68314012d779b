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
export {
  CHANNEL_JOINED,
  CHANNEL_LEFT,
  CHANNEL_PRESENCE,
  CHANNEL_STATE,
  CHANNEL_USERS,
  type ChannelAction,
  type ChannelJoinedAction,
  type ChannelLeftAction,
  type ChannelPresenceAction,
  type ChannelStateAction,
  type ChannelUsersAction,
  JOIN_CHANNEL,
  type JoinChannelAction,
  joinChannel,
  LEAVE_CHANNEL,
  type LeaveChannelAction,
  leaveChannel,
} from './channelActions.js';
export { type ChannelDispatch, channelsMiddleware } from './channelsMiddleware.js';
export {
  type ChannelReducers,
  type ChannelSlice,
  type ChannelsSlice,
  channelsReducer,
} from './channelsReducer.js';
export { type ConnectionSlice, connectionReducer } from './connectionReducer.js';
export { type RedstartMeta, redstartMeta, toServer, type Up } from './marks.js';
export { type RedstartMiddlewareOptions, redstartMiddleware, type UpDispatch } from './middleware.js';
export { permittedReducer } from './permittedReducer.js';
