import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '@redstart/client';
import { channel } from '@redstart/client/channels';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { launchChrome } from './support/chrome.js';
import { inRepository, jars, kept } from './support/files.js';
import { Line } from './support/line.js';
import { Place } from './support/place.js';
import { jdk, run } from './support/run.js';

const api = () => readFileSync(inRepository('examples/rooms/page/src/api.ts'), 'utf8');

/** Somebody in a room. */
class Guest {
  readonly page: Page;
  readonly name: string;
  /** What went wrong in the page and was not meant to. */
  readonly problems: string[] = [];

  constructor(page: Page, name: string) {
    this.page = page;
    this.name = name;
    page.on('pageerror', (error) => this.problems.push(String(error)));
  }

  async comeIn(url: string, room = 'kitchen'): Promise<void> {
    await this.page.goto(`${url}/rooms/#${room}`);
    await this.page.getByLabel('What are you called?').fill(this.name);
    await this.page.getByRole('button', { name: 'Come in' }).click();
    await this.isLive();
    await expect.poll(() => this.people()).toContain(`${this.name} (you)`);
  }

  badge(): Promise<string | null> {
    return this.page.getByRole('status').textContent();
  }

  isLive(): Promise<void> {
    return expect.poll(() => this.badge()).toBe('Live');
  }

  isAway(): Promise<void> {
    return expect.poll(() => this.badge()).toMatch(/^Offline/);
  }

  get field() {
    return this.page.getByLabel('Say something');
  }

  /** The server has told it to this page too when this resolves. */
  async say(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
    await expect.poll(() => this.wall()).toContain(`${this.name}: ${text}`);
  }

  wall(): Promise<string[]> {
    return this.page
      .locator('#lines li')
      .evaluateAll((lines) =>
        lines.map((line) => [...line.children].map(({ textContent }) => textContent).join(': ')),
      );
  }

  people(): Promise<string[]> {
    return this.page.locator('#users li').allTextContents();
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(kept('screenshots'), `${name}.png`) });
  }
}

describe.each([
  ['that wait for their people', {}],
  ['whose people begin a fresh session after each cut', { 'sessions.window': '0s' }],
])('rooms %s', (_, settings: Record<string, string>) => {
  const place = new Place('rooms', settings);
  const waits = !('sessions.window' in settings);
  let browser: Browser;
  let context: BrowserContext;
  let line: Line;
  let ann: Guest;
  let joe: Guest;
  const guests: Guest[] = [];

  const newGuest = async (name: string) => {
    const guest = new Guest(await context.newPage(), name);
    guests.push(guest);
    return guest;
  };
  const both = (wall: string[]) =>
    Promise.all([ann, joe].map((guest) => expect.poll(() => guest.wall()).toEqual(wall)));

  beforeAll(async () => {
    place.drop(jars.rooms);
    await Promise.all([place.start(), launchChrome().then((launched) => (browser = launched))]);
    await place.says(/rooms .*is deployed/);
    line = await Line.to(() => place.url);
  });

  afterAll(async () => {
    await browser?.close();
    line?.close();
    await place.leave();
  });

  beforeEach(async ({ task }) => {
    context = await browser.newContext({ viewport: { width: 960, height: 640 } });
    guests.length = 0;
    // each test has a room of its own
    room = rooms[task.name] ?? 'kitchen';
    ann = await newGuest('Ann');
    joe = await newGuest('Joe');
    await ann.comeIn(place.url, room);
    await joe.comeIn(line.url, room);
    return async () => {
      expect(guests.flatMap(({ problems }) => problems)).toEqual([]);
      await context.close();
    };
  });

  const rooms: Record<string, string> = {
    'are there for all who come late, whole': 'garden',
    'tell whoever was cut off what they have missed, once and in order': 'library',
  };
  let room = 'kitchen';

  it('are typed by what the server writes', async () => {
    const types = await run(jdk('java'), ['-jar', jars.server, 'types', '--jar', jars.rooms]);
    expect(types).toEqual({ code: 0, out: api(), err: '' });
  });

  it('show who is there, who writes, and what is said', async () => {
    await expect.poll(() => ann.people()).toEqual(['Ann (you)', 'Joe']);
    await expect.poll(() => joe.people()).toEqual(['Ann', 'Joe (you)']);
    await joe.field.pressSequentially('T');
    await ann.page.getByText('Joe is writing…').waitFor();
    await joe.say('Tea?');
    await ann.page.getByText('Joe is writing…').waitFor({ state: 'detached' });
    await ann.say('With milk, please');
    await both(['Joe: Tea?', 'Ann: With milk, please']);
    await ann.screenshot('rooms');

    await joe.page.getByRole('link', { name: 'Garden' }).click();
    await expect.poll(() => joe.people()).toEqual(['Joe (you)']);
    await expect.poll(() => ann.people()).toEqual(['Ann (you)']);
    expect(await joe.wall()).toEqual([]);
  });

  it('are there for all who come late, whole', async () => {
    for (const text of ['one', 'two', 'three']) await ann.say(text);
    await joe.say('four');
    const late = await newGuest('Zoe');
    await late.comeIn(place.url, room);
    expect(await late.wall()).toEqual(['Ann: one', 'Ann: two', 'Ann: three', 'Joe: four']);
    expect(await late.people()).toEqual(['Ann', 'Joe', 'Zoe (you)']);
    await both(await late.wall());
  });

  it('tell whoever was cut off what they have missed, once and in order', async () => {
    await joe.say('before');
    line.cut();
    onTestFinished(() => line.mend());
    await joe.isAway();
    // a session that waits is still in its room
    await expect.poll(() => ann.people()).toEqual(waits ? ['Ann (you)', 'Joe'] : ['Ann (you)']);
    for (const text of ['one', 'two', 'three']) await ann.say(text);
    expect(await joe.wall()).toEqual(['Joe: before']);
    await joe.screenshot(`rooms-away-${waits}`);
    line.mend();
    await joe.isLive();
    await both(['Joe: before', 'Ann: one', 'Ann: two', 'Ann: three']);
    await expect.poll(() => ann.people()).toEqual(['Ann (you)', 'Joe']);
    await expect.poll(() => joe.people()).toEqual(['Ann', 'Joe (you)']);
    await joe.say('after');
    await both(['Joe: before', 'Ann: one', 'Ann: two', 'Ann: three', 'Joe: after']);
  });

  it('let nobody speak for others, and nobody in without a name', async () => {
    const zoe = connect(`${place.url}/ws`, { WebSocket, token: 'Zoe' });
    onTestFinished(() => zoe.close());
    const kitchen = channel(zoe, 'room:kitchen');
    await kitchen.join();
    const forged = kitchen.dispatch({
      type: 'room/said',
      payload: { line: { by: 'Ann', text: 'I owe Zoe' } },
    });
    await expect(forged).rejects.toMatchObject({ code: 'forbidden' });
    await expect(kitchen.set({ lines: [] })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await ann.wall()).not.toContain('Ann: I owe Zoe');

    const nobody = connect(`${place.url}/ws`, { WebSocket });
    await expect.poll(() => nobody.state).toMatchObject({ status: 'closed', refused: true });
  });

  it('begin anew with a server that was killed, and everybody sees that', async () => {
    await ann.say('Is it on?');
    await place.stop('SIGKILL');
    await Promise.all([ann.isAway(), joe.isAway()]);
    await place.start();
    await Promise.all([ann.isLive(), joe.isLive()]);
    await both([]);
    await joe.say('It is now');
    await both(['Joe: It is now']);
    await expect.poll(() => ann.people()).toEqual(['Ann (you)', 'Joe']);
  });
});
