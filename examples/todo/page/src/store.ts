import type { Client } from '@redstart/client';
import { connectionReducer, redstartMiddleware } from '@redstart/client/redux';
import { configureStore } from '@reduxjs/toolkit';
import { useDispatch, useSelector } from 'react-redux';
import type { Contract } from './api';
import { todos } from './todos';

/** A store joined to a server. */
export function createStore(client: Client<Contract>) {
  return configureStore({
    reducer: { todos, connection: connectionReducer },
    middleware: (defaults) => defaults().prepend(redstartMiddleware(client)),
  });
}

type Store = ReturnType<typeof createStore>;
export type State = ReturnType<Store['getState']>;

export const useAppDispatch = useDispatch.withTypes<Store['dispatch']>();
export const useAppSelector = useSelector.withTypes<State>();
