import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChrome } from './support/chrome.js';
import { jars, kept } from './support/files.js';
import { Place } from './support/place.js';

const number = async (page: Page, id: string) =>
  Number.parseFloat((await page.locator(id).textContent()) ?? '');

/** Where a page sees a ship. */
async function place(page: Page, ship: string): Promise<number[]> {
  const text = await page.locator(`[data-ship="${ship}"] span`).textContent();
  return (text ?? '').split(', ').map(Number);
}

describe('the arena', () => {
  // a tab that is closed while updates come may be gone without a word: then its session has to end first
  const arena = new Place('arena', { 'sessions.window': '5s' });
  let browser: Browser;
  let one: Page;
  let other: Page;

  beforeAll(async () => {
    arena.drop(jars.arena);
    await Promise.all([arena.start(), launchChrome().then((launched) => (browser = launched))]);
    [one, other] = await Promise.all([browser.newPage(), browser.newPage()]);
    await Promise.all([one, other].map((page) => page.goto(`${arena.url}/`)));
  });

  afterAll(async () => {
    await browser?.close();
    await arena.leave();
  });

  const ownShip = async (page: Page) =>
    (await page.locator('li.own').getAttribute('data-ship', { timeout: 30_000 })) ?? '';

  it('shows each tab how the ship of the other moves', async () => {
    for (const [mover, watcher] of [
      [one, other],
      [other, one],
    ] as const) {
      const ship = await ownShip(mover);
      await expect.poll(() => watcher.locator(`[data-ship="${ship}"]`).count()).toBe(1);
      const [x = 0] = await place(watcher, ship);
      const key = x < 800 ? 'ArrowRight' : 'ArrowLeft';
      await mover.locator('canvas').hover();
      await mover.keyboard.down(key);
      await expect
        .poll(async () => Math.abs(((await place(watcher, ship))[0] ?? x) - x))
        .toBeGreaterThan(200);
      await mover.keyboard.up(key);
      // both see it come to rest in the same place
      await expect
        .poll(async () => (await place(mover, ship)).join() === (await place(watcher, ship)).join())
        .toBe(true);
    }
  });

  it('measures what packets take beside the same in JSON', async () => {
    for (const page of [one, other]) {
      const updates = async (id: string) =>
        Number(/in (\d+) updates/.exec((await page.locator(id).textContent()) ?? '')?.[1]);
      await expect.poll(() => updates('#packets')).toBeGreaterThanOrEqual(20);
      await expect.poll(() => updates('#json')).toBeGreaterThanOrEqual(20);
      const [packets, json] = [await number(page, '#packets'), await number(page, '#json')];
      expect(packets).toBeGreaterThan(0.5);
      expect(json).toBeGreaterThan(2 * packets);
      const ratio = /Packets take (\d+) % of the same in JSON/.exec(
        (await page.locator('#ratio').textContent()) ?? '',
      );
      expect(Number(ratio?.[1])).toBeGreaterThan(0);
      expect(Number(ratio?.[1])).toBeLessThan(33);
    }
    await one.screenshot({ path: join(kept('screenshots'), 'arena.png') });
  });

  it('forgets a ship whose tab is closed', async () => {
    const gone = await ownShip(other);
    await expect.poll(() => one.locator(`[data-ship="${gone}"]`).count()).toBe(1);
    await other.close();
    await expect.poll(() => one.locator(`[data-ship="${gone}"]`).count()).toBe(0);
  });
});
