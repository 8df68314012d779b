import type { Client } from '@redstart/client';
import { channel } from '@redstart/client/channels';
import { type ConnectionSlice, joinChannel, leaveChannel, toServer } from '@redstart/client/redux';
import type { Contract, Line } from './api';
import { said } from './room';
import { createStore, type State } from './store';
import { Writers } from './writers';

const ROOMS = { kitchen: 'Kitchen', garden: 'Garden', library: 'Library' };
type RoomId = keyof typeof ROOMS;

const one = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;

/** Shows the house to somebody who came in: what the store says is what is shown. */
export function enter(client: Client<Contract>, name: string): void {
  const store = createStore(client);
  const writers = new Writers();
  const text = one<HTMLInputElement>('text');
  let room: RoomId | undefined;
  let stop = () => {};
  /** What went wrong with what was said last. */
  let mistake = '';

  const go = () => {
    const asked = location.hash.slice(1);
    const next: RoomId = asked in ROOMS ? (asked as RoomId) : 'kitchen';
    if (next === room) return;
    stop();
    if (room) void store.dispatch(leaveChannel(`room:${room}`));
    room = next;
    writers.clear();
    mistake = '';
    const its = channel(client, `room:${room}`);
    const ends = [
      its.on('writing', ({ by }) => {
        if (by !== name) writers.wrote(by, Date.now());
        show();
      }),
      its.onAction('room/said', ({ payload }) => writers.said(payload.line.by)),
    ];
    stop = () => {
      for (const end of ends) end();
    };
    void store.dispatch(joinChannel(`room:${room}`, { users: true }));
    text.focus();
  };

  const say = async () => {
    const what = text.value.trim();
    if (!what || !room) return;
    text.value = '';
    mistake = '';
    try {
      await store.dispatch(toServer(said({ line: { by: name, text: what } }), { channel: `room:${room}` }));
    } catch (error) {
      if (!client.isError(error)) throw error;
      mistake = error.message;
      text.value ||= what;
      show();
    }
  };

  const show = () => {
    if (!room) return;
    const state = store.getState();
    draw(state, room, name, writers.now(Date.now()));
    const left = state.channels[`room:${room}`]?.left;
    one('problem').textContent = left ? `You are not in this room: ${left}` : mistake;
  };

  one('say').addEventListener('submit', (event) => {
    event.preventDefault();
    void say();
  });
  text.addEventListener('input', () => {
    if (room && client.state.status === 'open' && writers.tellsAt(Date.now())) {
      channel(client, `room:${room}`)
        .publish('writing', { by: name })
        .catch(() => {}); // nobody misses it
    }
  });
  addEventListener('hashchange', go);
  store.subscribe(show);
  setInterval(show, 1_000);
  one('house').hidden = false;
  go();
}

function draw(state: State, room: RoomId, name: string, writers: string[]): void {
  const slice = state.channels[`room:${room}`];
  one('title').textContent = ROOMS[room];
  const badge = one('badge');
  badge.textContent = standing(state.connection);
  badge.className = `badge ${state.connection.status}`;
  fill('rooms', Object.entries(ROOMS), ([id, title]) => {
    const link = element('a', title);
    link.setAttribute('href', `#${id}`);
    if (id === room) link.setAttribute('aria-current', 'page');
    return element('li', link);
  });
  fill('users', slice?.users ?? [], (user) => element('li', user === name ? `${user} (you)` : user));
  const lines = one('lines');
  const atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40;
  fill('lines', slice?.state?.lines ?? [], ({ by, text }: Line) => {
    const line = element('li', element('b', by), element('span', text));
    if (by === name) line.className = 'mine';
    return line;
  });
  if (atEnd) lines.scrollTop = lines.scrollHeight;
  one('writing').textContent = writers.length
    ? `${writers.join(', ')} ${writers.length > 1 ? 'are' : 'is'} writing…`
    : '';
}

function standing({ status, reason }: ConnectionSlice): string {
  if (status === 'open') return 'Live';
  return status === 'closed' ? `Closed: ${reason}` : 'Offline, trying again…';
}

/** What was drawn last, by the id of the list: most of the time most of it is the same. */
const drawn = new Map<string, readonly unknown[]>();

function fill<T>(id: string, items: readonly T[], make: (item: T) => HTMLElement): void {
  const list = one(id);
  const before = drawn.get(id) ?? [];
  const same = items.findIndex((item, at) => JSON.stringify(item) !== JSON.stringify(before[at]));
  const from = same < 0 ? items.length : same;
  while (list.children.length > from) list.lastElementChild?.remove();
  list.append(...items.slice(from).map(make));
  drawn.set(id, items);
}

function element(tag: string, ...content: (string | HTMLElement)[]): HTMLElement {
  const made = document.createElement(tag);
  made.append(...content);
  return made;
}
