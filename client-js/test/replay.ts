import { expect } from 'vitest';
import { type Channel, channel } from '../src/channels/index.js';
import { type Call, type CallOptions, type Client, connect, RedstartError } from '../src/index.js';
import { type FakeServer, fakeServer, settle } from '../src/testing/index.js';
import { matches } from '../src/testing/matches.js';

/** One of conformance/dialogues; its README says what each step means. */
export interface Dialogue {
  name: string;
  why: string;
  steps: Step[];
}

type Step = Record<string, unknown>;
type Message = readonly unknown[];

/** The application in a dialogue: what it said and what it has been told since it was last asked. */
class Stage {
  readonly server: FakeServer = fakeServer();
  readonly calls = new Map<unknown, { outcome?: { value: unknown } | { error: unknown } }>();
  readonly aborts = new Map<unknown, AbortController>();
  readonly streams = new Map<
    unknown,
    { iterator: AsyncIterator<unknown>; items: unknown[]; over?: { error?: unknown } }
  >();
  actions: unknown[] = [];
  events: unknown[] = [];
  states: { status: string }[] = [];
  /** Whatever was told, in order. */
  told: unknown[] = [];
  /** What was told of each channel that is listened to. */
  readonly channels = new Map<string, unknown[]>();
  reported: unknown[] = [];
  #client: Client | undefined;

  get client(): Client {
    if (!this.#client) throw new Error('The dialogue has to start with {"client":"connect"}');
    return this.#client;
  }

  connect({ tokens, ...options }: { tokens?: string[] }): void {
    const left = [...(tokens ?? [])];
    const token = () => (left.length > 1 ? left.shift() : left[0]);
    const client = connect('ws://dialogue', {
      ...this.server.options,
      ...(tokens && { token }),
      ...options,
      onError: (error) => this.reported.push(error),
    });
    client.onAction((action) => {
      this.actions.push(action);
      this.told.push(action.type);
    });
    client.onState((state) => {
      this.states.push(state);
      this.told.push(state.status);
    });
    this.#client = client;
  }

  listen(name: string): void {
    this.client.on(name, (data) => this.events.push({ name, data }));
  }

  /** The channel of a step, listened to from the first step that names it. */
  channel({ channel: name }: Step): Channel {
    const its = channel(this.client, name as string) as Channel;
    if (!this.channels.has(its.name)) {
      const seen: unknown[] = [];
      this.channels.set(its.name, seen);
      its.onAction((action) => seen.push(['act', action]));
      its.onState((value) => seen.push(['state', value]));
      its.onPresence((user, here) => seen.push(['who', user, here]));
      its.onJoined(() => seen.push(['joined']));
      its.onLeft((why) => seen.push(['left', why]));
    }
    return its;
  }

  listenIn(step: Step): void {
    const its = this.channel(step);
    its.on(step.name as string, (data) => this.channels.get(its.name)?.push(['evt', step.name, data]));
  }

  optionsOf(step: Step): CallOptions {
    const abort = new AbortController();
    this.aborts.set(step.as, abort);
    return { ...(step.options as CallOptions), signal: abort.signal };
  }

  watch(as: unknown, call: Promise<unknown>): void {
    const watched: { outcome?: { value: unknown } | { error: unknown } } = {};
    this.calls.set(as, watched);
    call.then(
      (value) => {
        watched.outcome = { value };
        this.told.push(as);
      },
      (error) => {
        watched.outcome = { error };
        this.told.push(as);
      },
    );
  }

  iterate(as: unknown, call: Call<unknown>): void {
    const stream: { iterator: AsyncIterator<unknown>; items: unknown[]; over?: { error?: unknown } } = {
      iterator: call[Symbol.asyncIterator](),
      items: [],
    };
    this.streams.set(as, stream);
    const take = async () => {
      for (;;) {
        const { done, value } = await stream.iterator.next();
        if (done) break;
        stream.items.push(value);
      }
    };
    take().then(
      () => {
        stream.over = {};
      },
      (error) => {
        stream.over = { error };
      },
    );
  }

  stream(as: unknown) {
    const stream = this.streams.get(as);
    if (!stream) throw new Error(`No stream was started as "${as}"`);
    return stream;
  }

  outcome(as: unknown) {
    const call = this.calls.get(as);
    if (!call) throw new Error(`No call was made as "${as}"`);
    return call.outcome;
  }
}

const app: Record<string, (stage: Stage, step: Step) => unknown> = {
  call: (stage, step) =>
    stage.watch(step.as, stage.client.call(step.target as string, step.args as [], stage.optionsOf(step))),
  iterate: (stage, step) =>
    stage.iterate(step.as, stage.client.call(step.target as string, step.args as [], stage.optionsOf(step))),
  stop: (stage, step) => stage.stream(step.as).iterator.return?.(),
  cancel: (stage, step) => stage.aborts.get(step.as)?.abort(),
  cast: (stage, step) => stage.client.cast(step.target as string, step.args as []),
  emit: (stage, step) => stage.client.emit(step.name as string, step.data),
  dispatch: (stage, step) =>
    stage.watch(
      step.as,
      stage.client.dispatch(step.action as { type: string }, {
        channel: (step.channel ?? null) as string | null,
      }),
    ),
  can: (stage, step) =>
    stage.watch(
      step.as,
      step.kind
        ? stage.client.can(step.name as string, step.kind as 'actions')
        : stage.client.can(step.name as string),
    ),
  authenticate: (stage, step) => stage.watch(step.as, stage.client.authenticate(step.token as string)),
  join: (stage, step) => stage.watch(step.as, stage.channel(step).join()),
  leave: (stage, step) => stage.watch(step.as, stage.channel(step).leave()),
  publish: (stage, step) => {
    const { name, data, options } = step;
    stage.watch(step.as, stage.channel(step).publish(name as string, data, options as object));
  },
  set: (stage, step) => {
    stage.watch(step.as, stage.channel(step).set(step.value, step.options as object));
  },
  get: (stage, step) => stage.watch(step.as, stage.channel(step).get(step.options as object)),
  who: (stage, step) => stage.watch(step.as, stage.channel(step).who()),
  grant: (stage, step) => stage.watch(step.as, stage.channel(step).grant(step.user as string)),
  revoke: (stage, step) => stage.watch(step.as, stage.channel(step).revoke(step.user as string)),
  listen: (stage, step) => (step.channel ? stage.listenIn(step) : stage.listen(step.name as string)),
  handle: (stage, step) =>
    stage.client.handle(step.name as string, () => {
      if (step.fails) {
        const { code, message, data } = step.fails as { code: string; message: string; data: unknown };
        throw new RedstartError(code, message, { data });
      }
      if (step.breaks) throw new Error(step.breaks as string);
      return step.returns;
    }),
};

/** What the step is called by: the one key of these which it has. */
const steps: Record<string, (stage: Stage, step: Step) => unknown> = {
  client: (stage, step) =>
    step.client === 'connect' ? stage.connect((step.options as object) ?? {}) : stage.client.close(),
  up: (stage, { up }) => stage.server.expect(up as Message),
  upNothing: (stage) => stage.server.expectNothing(),
  down: (stage, { down }) => stage.server.says(down as Message),
  downFrame: (stage, { downFrame }) => stage.server.says(...(downFrame as Message[])),
  downText: (stage, { downText }) => stage.server.saysRaw(downText),
  cut: (stage) => stage.server.cut(),
  close: (stage, { close }) => {
    const { code, reason } = close as { code: number; reason?: string };
    return stage.server.closes(code, reason);
  },
  closed: (stage, { closed }) => stage.server.expectClosed(closed as number),
  advance: (stage, { advance }) => stage.server.clock.advance(advance as number),
  redials: async (stage, { redials }) => {
    const before = stage.server.attempts;
    for (let passed = 0; passed < 20_000 && stage.server.attempts === before; passed += 100) {
      await stage.server.clock.advance(100);
    }
    expect(stage.server.attempts - before).toBe(redials ? 1 : 0);
  },
  app: (stage, step) => {
    const act = app[step.app as string];
    if (!act) throw new Error(`The application cannot "${step.app}"`);
    return act(stage, step);
  },
  result: (stage, step) => expectMatch(stage.outcome(step.result), { value: step.value }),
  error: (stage, { error: as, ...parts }) => {
    const outcome = stage.calls.has(as) ? stage.outcome(as) : stage.stream(as).over;
    const { error } = (outcome ?? {}) as { error?: unknown };
    expect(error, `"${as}" has failed`).toBeInstanceOf(RedstartError);
    for (const [part, value] of Object.entries(parts)) expectMatch((error as Step)[part], value);
  },
  pending: (stage, { pending }) => expect(stage.outcome(pending)).toBeUndefined(),
  items: (stage, { items, values }) => expectMatch(stage.stream(items).items.splice(0), values),
  ended: (stage, { ended }) => expect(stage.stream(ended).over).toEqual({}),
  actions: (stage, { actions }) => expectMatch(stage.actions.splice(0), actions),
  events: (stage, { events }) => expectMatch(stage.events.splice(0), events),
  inChannel: (stage, { inChannel, told }) =>
    expectMatch(stage.channels.get(inChannel as string)?.splice(0), told),
  state: (stage, { state }) => {
    const now = stage.client.state;
    if (typeof state === 'string') expect(now.status).toBe(state);
    else expect(now).toMatchObject(state as object);
  },
  states: (stage, { states }) => expect(stage.states.splice(0).map(({ status }) => status)).toEqual(states),
  told: (stage, { told }) => expect(stage.told.splice(0).filter((what) => what !== undefined)).toEqual(told),
  reported: (stage, { reported }) =>
    expect(stage.reported.splice(0).map((error) => (error as RedstartError).code ?? 'other')).toEqual(
      reported,
    ),
};

function expectMatch(actual: unknown, expected: unknown): void {
  if (!matches(actual, expected)) expect(actual).toEqual(expected);
}

/** Plays the server and the application of a dialogue against the real client. */
export async function replay(dialogue: Dialogue): Promise<void> {
  const stage = new Stage();
  for (const [at, step] of dialogue.steps.entries()) {
    const [kind, ...others] = Object.keys(step).filter((key) => Object.hasOwn(steps, key));
    if (!kind || (others.length && kind !== 'inChannel'))
      throw new Error(`Step ${at + 1} is of no known kind: ${JSON.stringify(step)}`);
    try {
      if (kind === 'up') await take(stage.server);
      await steps[kind]?.(stage, step);
      await settle();
    } catch (error) {
      throw new Error(`Step ${at + 1}, ${JSON.stringify(step)}: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
  expect(stage.reported, 'what was reported and no step mentions').toEqual([]);
  if (stage.client.state.status === 'open') await stage.server.expectNothing();
  stage.client.close();
}

/** The server of a dialogue takes every connection at once. */
async function take(server: FakeServer): Promise<void> {
  if (server.dialling) await server.opens();
}
