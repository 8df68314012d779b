import type { ErrorDetails } from '../error.js';

/**
 * Asks to join a channel; made by {@link joinChannel}.
 *
 * @example
 * builder.addCase('redstart/joinChannel', (state, { payload }: JoinChannelAction) => select(state, payload.channel));
 */
export interface JoinChannelAction {
  readonly type: 'redstart/joinChannel';
  readonly payload: {
    readonly channel: string;
    /** Who is in it is kept too. */
    readonly users: boolean;
  };
}

/** Asks to leave a channel; made by {@link leaveChannel}. */
export interface LeaveChannelAction {
  readonly type: 'redstart/leaveChannel';
  readonly payload: { readonly channel: string };
}

/** The server has let this client into a channel, also each time a fresh session has joined again. */
export interface ChannelJoinedAction {
  readonly type: 'redstart/channelJoined';
  readonly payload: { readonly channel: string };
}

/** This client was taken out of a channel, or not let in. */
export interface ChannelLeftAction {
  readonly type: 'redstart/channelLeft';
  readonly payload: {
    readonly channel: string;
    /** `refused`: the server did not let it in; or what the server said, such as `revoked`. */
    readonly why: string;
    /** Why it was refused. */
    readonly error?: { readonly code: string; readonly message: string } & ErrorDetails;
  };
}

/** The state of a channel has been told, whole. */
export interface ChannelStateAction {
  readonly type: 'redstart/channelState';
  readonly payload: { readonly channel: string; readonly state: unknown };
}

/** Who is in a channel has been told, whole. */
export interface ChannelUsersAction {
  readonly type: 'redstart/channelUsers';
  readonly payload: { readonly channel: string; readonly users: readonly string[]; readonly guests: number };
}

/** A user came into a channel, or went. */
export interface ChannelPresenceAction {
  readonly type: 'redstart/channelPresence';
  readonly payload: { readonly channel: string; readonly user: string; readonly here: boolean };
}

/** What a store is told of channels. */
export type ChannelAction =
  | JoinChannelAction
  | LeaveChannelAction
  | ChannelJoinedAction
  | ChannelLeftAction
  | ChannelStateAction
  | ChannelUsersAction
  | ChannelPresenceAction;

/** The type of {@link JoinChannelAction}. */
export const JOIN_CHANNEL = 'redstart/joinChannel';
/** The type of {@link LeaveChannelAction}. */
export const LEAVE_CHANNEL = 'redstart/leaveChannel';
/** The type of {@link ChannelJoinedAction}. */
export const CHANNEL_JOINED = 'redstart/channelJoined';
/** The type of {@link ChannelLeftAction}. */
export const CHANNEL_LEFT = 'redstart/channelLeft';
/** The type of {@link ChannelStateAction}. */
export const CHANNEL_STATE = 'redstart/channelState';
/** The type of {@link ChannelUsersAction}. */
export const CHANNEL_USERS = 'redstart/channelUsers';
/** The type of {@link ChannelPresenceAction}. */
export const CHANNEL_PRESENCE = 'redstart/channelPresence';

/**
 * Joins a channel; its state is kept by `channelsReducer`. What `dispatch` returns resolves when it has joined.
 *
 * @param options `users`: who is in it is kept too; the server has to let this client read the channel. Default: false
 * @example
 * await store.dispatch(joinChannel('room:1', { users: true }));
 */
export function joinChannel(channel: string, options: { users?: boolean } = {}): JoinChannelAction {
  return { type: JOIN_CHANNEL, payload: { channel, users: options.users === true } };
}

/**
 * Leaves a channel; its state is kept no longer.
 *
 * @example
 * store.dispatch(leaveChannel('room:1'));
 */
export function leaveChannel(channel: string): LeaveChannelAction {
  return { type: LEAVE_CHANNEL, payload: { channel } };
}
