/**
 * A server in memory and a clock moved by hand, to test a frontend without a network and without waiting.
 *
 * @packageDocumentation
 */
export { type FakeChannel, fakeChannel } from './fakeChannel.js';
export { type FakeServer, fakeServer, type WelcomeFacts } from './fakeServer.js';
export { type HandClock, handClock } from './handClock.js';
export { settle } from './settle.js';
