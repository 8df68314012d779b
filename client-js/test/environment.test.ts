import { afterEach, describe, expect, it, vi } from 'vitest';
import { browserWake, systemClock } from '../src/clock.js';
import { connect } from '../src/index.js';
import { fakeServer } from '../src/testing/index.js';
import { socketUrl } from '../src/url.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the address', () => {
  const inAPage = [
    ['/ws', 'wss://shop.example/ws'],
    ['', 'wss://shop.example/ws'],
    ['/ws/tenant?x=1', 'wss://shop.example/ws/tenant?x=1'],
    ['live', 'wss://shop.example/app/live'],
    ['//other.example', 'wss://other.example/ws'],
  ];
  for (const [url = '', expected] of inAPage) {
    it(`in a page: "${url}" is ${expected}`, () => {
      vi.stubGlobal('location', new URL('https://shop.example/app/index.html#top'));
      expect(socketUrl(url)).toBe(expected);
    });
  }

  const anywhere = [
    ['ws://example.org', 'ws://example.org/ws'],
    ['wss://example.org/', 'wss://example.org/ws'],
    ['http://example.org:8080', 'ws://example.org:8080/ws'],
    ['https://example.org/ws/tenant', 'wss://example.org/ws/tenant'],
    ['wss://example.org/live#part', 'wss://example.org/live'],
  ];
  for (const [url = '', expected] of anywhere) {
    it(`anywhere: "${url}" is ${expected}`, () => expect(socketUrl(url)).toBe(expected));
  }

  for (const url of ['/ws', 'example.org', 'ftp://example.org', 'mailto:me@example.org']) {
    it(`"${url}" is none outside a page`, () => {
      expect(() => connect(url, fakeServer().options)).toThrow(TypeError);
    });
  }

  it('is the default path of the page when there is none', () => {
    vi.stubGlobal('location', new URL('http://localhost:8080/'));
    const server = fakeServer();
    connect(undefined, server.options).close();
    expect(server.dialled?.url).toBe('ws://localhost:8080/ws');
  });
});

describe('the WebSocket', () => {
  it('that is nowhere to be found is asked for by name', () => {
    vi.stubGlobal('WebSocket', undefined);
    expect(() => connect('ws://test')).toThrow('give one as the option "WebSocket"');
  });

  it('is the global one unless given', () => {
    const server = fakeServer();
    vi.stubGlobal('WebSocket', server.WebSocket);
    connect('ws://test', { ...server.options, WebSocket: undefined }).close();
    expect(server.attempts).toBe(1);
  });
});

describe('a browser', () => {
  it('wakes the client when it is online again or the page is shown', () => {
    const browser = new EventTarget();
    const page = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
    vi.stubGlobal('document', page);
    vi.stubGlobal('addEventListener', browser.addEventListener.bind(browser));
    vi.stubGlobal('removeEventListener', browser.removeEventListener.bind(browser));
    let woken = 0;
    const stop = browserWake(() => woken++);
    browser.dispatchEvent(new Event('online'));
    expect(woken).toBe(1);
    browser.dispatchEvent(new Event('pageshow')); // out of the back/forward cache
    page.dispatchEvent(new Event('resume')); // out of the ice
    expect(woken).toBe(3);
    woken = 1;
    page.dispatchEvent(new Event('visibilitychange'));
    expect(woken).toBe(1);
    page.visibilityState = 'visible';
    page.dispatchEvent(new Event('visibilitychange'));
    expect(woken).toBe(2);
    stop();
    browser.dispatchEvent(new Event('online'));
    browser.dispatchEvent(new Event('pageshow'));
    page.dispatchEvent(new Event('resume'));
    page.dispatchEvent(new Event('visibilitychange'));
    expect(woken).toBe(2);
  });

  it('is not needed', () => {
    expect(() => browserWake(() => {})()).not.toThrow();
  });
});

describe('the clock of the system', () => {
  it('does not turn an endless wait into none', () => {
    const timer = vi.spyOn(globalThis, 'setTimeout');
    const waiting = systemClock.setTimeout(() => {}, Number.POSITIVE_INFINITY);
    systemClock.clearTimeout(waiting);
    expect(timer).toHaveBeenCalledExactlyOnceWith(expect.any(Function), 2 ** 31 - 1);
    timer.mockRestore();
  });

  it('tells the time and runs tasks', async () => {
    expect(systemClock.now()).toBeGreaterThan(1_600_000_000_000);
    await new Promise<void>((resolve) => systemClock.setTimeout(resolve, 0));
  });
});
