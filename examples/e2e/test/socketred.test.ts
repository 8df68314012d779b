import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { jars } from './support/files.js';
import { Place } from './support/place.js';
import { Told } from './support/told.js';

type Listener = (...facts: never[]) => void;

/** What the published client is, as its documentation says. */
interface OldSocket {
  open(url: string): void;
  close(): void;
  freeze(): void;
  unfreeze(): void;
  rpc(name: string, args: unknown[]): Promise<unknown>;
  on(event: 'connect' | 'disconnect' | 'error' | 'event', listener: Listener): () => void;
}

type CreateSocket = (dispatch: (action: unknown) => void, options: object, socket: unknown) => OldSocket;

const require = createRequire(import.meta.url);
require('regenerator-runtime/runtime'); // which its own build takes for granted
const createSocket = require('socket.red-client').default as CreateSocket;

describe('the published client of socket.red', () => {
  const place = new Place('socketred', { 'door.socketred.path': '/red' });
  const actions = new Told<{ type: string }>();
  const events = new Told<[string, unknown]>();
  const connects = new Told<unknown>();
  const disconnects = new Told<unknown>();
  const socket = createSocket(actions.take as never, { errorRetryInterval: 50 }, WebSocket);
  let url = '';

  beforeAll(async () => {
    for (const jar of [jars.clap, jars.todo, jars.counter]) place.drop(jar);
    await place.start();
    for (const bundle of ['clap', 'todo', 'counter']) await place.says(new RegExp(`${bundle} .*is deployed`));
    url = `${place.url.replace('http', 'ws')}/red?user=joe&token=x%20y`;
    socket.on('event', ((name: string, data: unknown) => events.take([name, data])) as Listener);
    socket.on('connect', (() => connects.take('connected')) as Listener);
    socket.on('disconnect', (() => disconnects.take('disconnected')) as Listener);
    socket.open(url);
    await connects.next();
  });

  afterAll(async () => {
    socket.close();
    await place.leave();
  });

  it('calls, and is answered at once or later', async () => {
    const later = socket.rpc('clap', [1000]);
    expect(await socket.rpc('clap', [2])).toBe('clap with 2');
    expect(await later).toBe('applause of 1000');
  });

  it('is refused with the text of the error', async () => {
    await expect(socket.rpc('clap', [0])).rejects.toThrow('Nobody can clap without hands');
    await expect(socket.rpc('nosuch', [])).rejects.toThrow("Unknown api 'nosuch'");
    await expect(socket.rpc('toString', [])).rejects.toThrow("Unknown api 'toString'");
    await expect(socket.rpc('constructor', [])).rejects.toThrow("Unknown api 'constructor'");
  });

  it('dispatches what a call does to the store before it is answered', async () => {
    expect((await actions.next()).type).toBe('todos/loaded'); // what a session begins with
    let answered = false;
    const added = socket.rpc('todos.add', ['milk']).then(() => {
      answered = true;
    });
    const action = await actions.next();
    expect(answered).toBe(false);
    expect(action.type).toBe('todos/added');
    await added;
  });

  it('hears events', async () => {
    await socket.rpc('counter.add', [3]);
    expect(await events.next()).toEqual(['count', 3]);
  });

  it('is answered whatever else its line says', async () => {
    const line = new WebSocket(url);
    const heard = new Told<string>();
    line.on('message', (data) => heard.take(String(data)));
    expect(await heard.next()).toContain('todos/loaded');
    for (const nothing of ['', 'x', '{}', '[]', 'null', '[-7,"clap",[1]]', '[0,"nosuch",[]]', '[null]'])
      line.send(nothing);
    line.send(Buffer.from('["7","clap",[2]]'));
    expect(await heard.next()).toBe('["7",true,"clap with 2"]');
    line.send('[1.5,\n"clap",\n[2]]');
    expect(await heard.next()).toBe('[1.5,true,"clap with 2"]');
    line.send('[31]');
    expect(await heard.next()).toBe(`[31,false,"Unknown api 'undefined'"]`);
    line.terminate();
    expect(await socket.rpc('clap', [2])).toBe('clap with 2');
  });

  it('is validated with an ordinary request of the same url', async () => {
    const answer = await fetch(url.replace('ws', 'http'), { headers: { Accept: 'application/json' } });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ user: null });
  });

  it('comes back by itself when the server does', async () => {
    const pending = socket.rpc('clap', [1000]);
    const lost = expect(pending).rejects.toMatchObject({ message: 'Connection is closed' });
    await place.stop('SIGKILL');
    await lost;
    await disconnects.next();
    await place.start();
    await connects.next();
    await expect.poll(() => socket.rpc('clap', [2]).catch(() => 'not yet')).toBe('clap with 2');
  });

  it('freezes and thaws', async () => {
    socket.freeze();
    await disconnects.next();
    socket.unfreeze();
    await connects.next();
    expect(await socket.rpc('clap', [2])).toBe('clap with 2');
  });
});
