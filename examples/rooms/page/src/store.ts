import type { Client } from '@redstart/client';
import {
  channelsMiddleware,
  channelsReducer,
  connectionReducer,
  redstartMiddleware,
} from '@redstart/client/redux';
import { configureStore } from '@reduxjs/toolkit';
import type { Contract } from './api';
import { room } from './room';

const channels = channelsReducer({ 'room:*': room });

/** A store joined to a server. */
export function createStore(client: Client<Contract>) {
  return configureStore({
    reducer: { channels, connection: connectionReducer },
    middleware: (defaults) => defaults().prepend(redstartMiddleware(client), channelsMiddleware(client)),
  });
}

export type Store = ReturnType<typeof createStore>;
export type State = ReturnType<Store['getState']>;
