import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { launchChrome } from './support/chrome.js';
import { freshFolder, inRepository, jars, kept } from './support/files.js';
import { newVersionOfTodo } from './support/newVersion.js';
import { Place } from './support/place.js';
import { jdk, run } from './support/run.js';

const api = () => readFileSync(inRepository('examples/todo/page/src/api.ts'), 'utf8');

/** What people see and do on a page. */
class TodoPage {
  readonly page: Page;
  /** What went wrong in the page and was not meant to. */
  readonly problems: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.problems.push(String(error)));
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.isLive();
    // tells a reloaded page from this one
    await this.page.evaluate(() => Object.assign(window, { sinceTheBeginning: true }));
  }

  isTheSame(): Promise<boolean> {
    return this.page.evaluate(() => 'sinceTheBeginning' in window);
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
    return this.page.getByLabel('What is to be done?');
  }

  async tryToAdd(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  /** The server has taken it when this resolves. */
  async add(text: string): Promise<void> {
    await this.tryToAdd(text);
    await expect.poll(() => this.field.inputValue()).toBe('');
  }

  tick(text: string): Promise<void> {
    return this.page.getByRole('checkbox', { name: text }).click();
  }

  remove(text: string): Promise<void> {
    return this.page.getByRole('button', { name: `Remove ${text}` }).click();
  }

  press(button: string): Promise<void> {
    return this.page.getByRole('button', { name: button, exact: true }).click();
  }

  /** The list as it is shown: `+` before what is done, `-` before what is not. */
  list(): Promise<string[]> {
    return this.page
      .locator('li')
      .evaluateAll((items) =>
        items.map((item) => `${item.querySelector('input')?.checked ? '+' : '-'} ${item.textContent}`),
      );
  }

  alert(): Promise<string | null> {
    return this.page.getByRole('alert').textContent();
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(kept('screenshots'), `${name}.png`) });
  }
}

describe('the todo list', () => {
  const file = join(freshFolder('list'), 'todos.txt');
  const place = new Place('todo', { 'bundles.todo.file': file, 'bundles.todo.max-todos': '6' });
  let browser: Browser;
  let context: BrowserContext;
  let one: TodoPage;
  let other: TodoPage;

  const both = async (list: string[]) => {
    await expect.poll(() => one.list()).toEqual(list);
    await expect.poll(() => other.list()).toEqual(list);
  };

  beforeAll(async () => {
    place.drop(jars.todo);
    await Promise.all([place.start(), launchChrome().then((launched) => (browser = launched))]);
    await place.says(/todo .*is deployed/);
  });

  afterAll(async () => {
    await browser?.close();
    await place.leave();
  });

  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 720, height: 720 } });
    one = new TodoPage(await context.newPage());
    other = new TodoPage(await context.newPage());
    await one.open(`${place.url}/`);
    await other.open(`${place.url}/todo/`);
    // each test begins with an empty list
    await expect.poll(() => one.page.getByRole('heading', { level: 2 }).count()).toBe(1);
    for (const text of await one.list()) await one.remove(text.slice(2));
    await both([]);
    return async () => {
      expect([...one.problems, ...other.problems]).toEqual([]);
      await context.close();
    };
  });

  it('is typed by what the server writes', async () => {
    const types = await run(jdk('java'), ['-jar', jars.server, 'types', '--jar', jars.todo]);
    expect(types).toEqual({ code: 0, out: api(), err: '' });
    const served = await fetch(`${place.url}/redstart/api.ts`);
    expect(await served.text()).toBe(api());
  });

  it('shows on one page what is done on the other', async () => {
    await one.add('Buy milk');
    await one.add('  Bake   a cake ');
    await both(['- Buy milk', '- Bake a cake']);
    await other.tick('Buy milk');
    await both(['+ Buy milk', '- Bake a cake']);
    await one.screenshot('one');
    await other.screenshot('other');

    await one.press('Open');
    expect(await one.list()).toEqual(['- Bake a cake']);
    await one.press('All');
    await other.press('Remove what is done');
    await both(['- Bake a cake']);
    await one.remove('Bake a cake');
    await both([]);
  });

  it('shows the same everywhere, whoever was first', async () => {
    await one.add('Buy milk');
    await both(['- Buy milk']);
    const tickOften = async (by: TodoPage, last: string) => {
      for (let times = 0; times < 15; times++) await by.page.getByRole('checkbox').first().click();
      // whoever sees this one has been told of all ticks before it
      await by.add(last);
    };
    await Promise.all([tickOften(one, 'Last of one'), tickOften(other, 'Last of the other')]);
    const last = expect.arrayContaining(['- Last of one', '- Last of the other']);
    await expect.poll(() => one.list()).toEqual(last);
    await expect.poll(() => other.list()).toEqual(last);
    expect(await one.list()).toEqual(await other.list());
  });

  it('tells that somebody else is writing', async () => {
    await one.field.pressSequentially('Bu');
    await other.page.getByText('Somebody else is writing…').waitFor();
    expect(await one.page.getByText('Somebody else is writing…').count()).toBe(0);
  });

  it('says what the server has against a text, and keeps it', async () => {
    await one.tryToAdd('   ');
    await expect.poll(() => one.alert()).toBe('Write what there is to do');
    await one.tryToAdd('x'.repeat(201));
    await expect.poll(() => one.alert()).toBe('At most 200 characters');
    expect(await one.field.inputValue()).toBe('x'.repeat(201));
    expect(await one.field.getAttribute('aria-invalid')).toBe('true');
    await one.screenshot('refused');

    for (const text of ['1', '2', '3', '4', '5', '6']) await one.add(text);
    await one.tryToAdd('7');
    await expect.poll(() => one.alert()).toBe('The list is full: finish something first');
    await both(['- 1', '- 2', '- 3', '- 4', '- 5', '- 6']);
  });

  it('can be used with the keyboard alone', async () => {
    await one.field.focus();
    await one.page.keyboard.type('Buy milk');
    await one.page.keyboard.press('Enter');
    await both(['- Buy milk']);
    expect(await one.field.evaluate((field) => field === document.activeElement)).toBe(true);
    const checkbox = one.page.getByRole('checkbox', { name: 'Buy milk' });
    for (let steps = 0; steps < 10; steps++) {
      await one.page.keyboard.press('Tab');
      if (await checkbox.evaluate((box) => box === document.activeElement)) break;
    }
    await one.page.keyboard.press('Space');
    await both(['+ Buy milk']);
    await one.page.keyboard.press('Tab');
    await one.page.keyboard.press('Enter');
    await both([]);
    expect(await one.page.evaluate(() => document.activeElement?.tagName)).toBe('H2');
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)('is in step again after %s and a restart', async (signal) => {
    await one.add('Buy milk');
    await other.add('Bake a cake');
    await both(['- Buy milk', '- Bake a cake']);

    await place.stop(signal);
    await Promise.all([one.isAway(), other.isAway()]);
    await one.screenshot(`away-after-${signal}`);
    await place.start();
    await Promise.all([one.isLive(), other.isLive()]);
    await both(['- Buy milk', '- Bake a cake']);
    await one.add('Wash up');
    await other.tick('Buy milk');
    await both(['+ Buy milk', '- Bake a cake', '- Wash up']);
    expect(await Promise.all([one.isTheSame(), other.isTheSame()])).toEqual([true, true]);
  });

  it('goes on with a new version of its jar, without a reload', async () => {
    await one.add('Buy milk and bread');
    await both(['- Buy milk and bread']);

    const jar = await newVersionOfTodo('0.2.0', (source) => source.replace('max = 200', 'max = 10'));
    const from = place.log.length;
    place.drop(jar);
    onTestFinished(async () => {
      const back = place.log.length;
      place.remove(jar);
      await place.says(/todo 0\.1\.0 is deployed/, back);
    });
    await place.says(/todo 0\.2\.0 is deployed/, from);
    await both(['- Buy milk and bread']);
    await one.tryToAdd('Bake a large cake');
    await expect.poll(() => one.alert()).toBe('At most 10 characters');
    await other.add('Bake');
    await other.tick('Buy milk and bread');
    await both(['+ Buy milk and bread', '- Bake']);
    expect(await Promise.all([one.isTheSame(), other.isTheSame()])).toEqual([true, true]);
    expect(await Promise.all([one.badge(), other.badge()])).toEqual(['Live', 'Live']);

    await other.page.goto(`${place.url}/todo/`);
    expect(await other.page.title()).toBe('Version 0.2.0');
    await both(['+ Buy milk and bread', '- Bake']);
  });

  it('is there again when its jar comes back', async () => {
    await one.add('Buy milk');
    await both(['- Buy milk']);

    const from = place.log.length;
    place.remove(jars.todo);
    await place.says(/todo .*is undeployed/, from);
    await one.tryToAdd('Bake a cake');
    await expect.poll(() => one.alert()).toContain('Try again in a moment');
    expect((await fetch(`${place.url}/todo/`)).status).toBe(404);
    // a tick is shown at once and taken back
    await other.tick('Buy milk');
    await expect.poll(() => other.alert()).toContain('Try again in a moment');
    expect(await other.list()).toEqual(['- Buy milk']);

    place.drop(jars.todo);
    await place.says(/todo .*is deployed/, from);
    await one.field.press('Enter');
    await both(['- Buy milk', '- Bake a cake']);
  });
});
