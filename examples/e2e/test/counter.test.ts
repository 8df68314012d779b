import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChrome } from './support/chrome.js';
import { inRepository, jars } from './support/files.js';
import { Place } from './support/place.js';

const FILES = [
  'java/io/redstart/examples/counter/Counter.java',
  'resources/META-INF/redstart/web/index.html',
  'resources/META-INF/redstart/web/counter.js',
];

describe('the counter', () => {
  const place = new Place('counter');
  let browser: Browser;

  beforeAll(async () => {
    place.drop(jars.counter);
    await Promise.all([place.start(), launchChrome().then((launched) => (browser = launched))]);
  });

  afterAll(async () => {
    await browser?.close();
    await place.leave();
  });

  it('takes at most 15 lines, both sides together', () => {
    const lines = FILES.flatMap((file) =>
      readFileSync(inRepository('examples/counter/src/main', file), 'utf8').split('\n'),
    );
    const written = lines.filter((line) => line.trim() && !/^\s*(import|package|\/\/|\/?\*|<!--)/.test(line));
    expect(written.length, written.join('\n')).toBeLessThanOrEqual(15);
  });

  it('counts for everybody, and goes on after a restart', async () => {
    const [one, other] = await Promise.all([browser.newPage(), browser.newPage()]);
    await Promise.all([one.goto(`${place.url}/`), other.goto(`${place.url}/counter/`)]);
    const shown = () => Promise.all([one, other].map((page) => page.locator('button').textContent()));
    await expect.poll(shown).toEqual(['0', '0']);

    await one.locator('button').click();
    await other.locator('button').click();
    await other.locator('button').click();
    await expect.poll(shown).toEqual(['3', '3']);

    await place.stop('SIGKILL');
    await place.start();
    await expect.poll(shown).toEqual(['0', '0']);
    await other.locator('button').click();
    await expect.poll(shown).toEqual(['1', '1']);
  });
});
