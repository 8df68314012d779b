import { type Client, connect, RedstartError } from '@redstart/client';
import { channel } from '@redstart/client/channels';
import { connectionReducer, redstartMiddleware } from '@redstart/client/redux';
import { fakeServer } from '@redstart/client/testing';
import type { Contract } from './contract.cjs';

const client: Client<Contract> = connect<Contract>('ws://test', fakeServer().options);
export const todo: Promise<{ text: string }> = client.api.todos.add('milk');
export const middleware = redstartMiddleware(client);
export const slice = connectionReducer(undefined, { type: 'x' });
export const code: string = new RedstartError('x', 'y').code;
export const joins: Promise<void> = channel(client, 'room:1').join();
