// Clients of the JavaScript library: they say a hundred messages a second each, and write down on the standard output
// what they say and hear, as lines of `what client lane number`. The standard input says `start`, `finish`, `close`.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [url, count, clientLibrary, wsLibrary] = process.argv.slice(2);
const { connect } = await import(pathToFileURL(clientLibrary));
const { WebSocket } = await import(pathToFileURL(wsLibrary));

// events that are not taken while a client is away are none that were lost
const report = (error) => error.code === 'overloaded' || console.error(error);
const STREAM = 50;
let lines = [];
const note = (what, client, lane, n) => lines.push(`${what} ${client} ${lane} ${n}`);
const flush = () => {
  if (lines.length) process.stdout.write(`${lines.join('\n')}\n`);
  lines = [];
};

class Player {
  ticks = 0;
  calls = 0;
  actions = 0;
  events = 0;
  items = 0;
  open = new Set();
  written = new Set();
  streaming = false;
  hurry = () => {};
  hurried = new Promise((resolve) => {
    this.hurry = resolve;
  });

  constructor(number) {
    this.number = number;
    this.client = connect(url, { WebSocket, timeout: 300_000, onError: report });
    const hear = (lane, n) => note('heard', number, lane, n);
    this.client.on('written', (n) => {
      hear('WRITE', n);
      this.written.add(n);
    });
    this.client.on('push', (n) => hear('PUSH', n));
    this.client.onAction('ledger/pushed', ({ payload }) => hear('PUSH', payload));
    this.client.on('broadcast', (n) => hear('BROADCAST', n));
    this.client.handle('ask', (n) => {
      hear('ASK', n);
      note('said', number, 'REPLY', n);
      return n;
    });
    this.client.onState((state) => {
      if (state.status === 'open' && state.why) {
        lines.push(`gap ${number}`);
        this.join();
      }
    });
  }

  join() {
    return this.surely('ledger.join', [this.number]);
  }

  /** Calls again if the session was lost meanwhile. */
  async surely(target, args) {
    for (;;) {
      try {
        return await this.client.call(target, args);
      } catch (error) {
        if (error.code !== 'unknown_outcome') throw error;
      }
    }
  }

  tick() {
    const { client, number } = this;
    switch (this.ticks++ % 5) {
      case 0:
        this.call('ledger.write');
        break;
      case 1:
        this.call('ledger.writeLater');
        break;
      case 2:
        this.act();
        break;
      case 3:
        note('said', number, 'EVENT_UP', ++this.events);
        client.emit('told', { client: number, n: this.events });
        break;
      default:
        note('said', number, 'EVENT_UP', ++this.events);
        client.cast('ledger.cast', [number, this.events]);
    }
    if (!this.streaming) this.also(this.stream());
  }

  call(method) {
    const n = ++this.calls;
    note('said', this.number, 'CALL', n);
    this.also(
      this.client.call(method, [this.number, n]).then(
        (answer) => {
          note('heard', this.number, 'ANSWER', answer);
          if (!this.written.delete(answer)) note('lost', this.number, 'WRITE', answer); // it comes too late, if ever
        },
        (error) => this.failed(error, n, 'CALL', 'ANSWER'),
      ),
    );
  }

  act() {
    const n = ++this.actions;
    note('said', this.number, 'ACTION_UP', n);
    const action = { type: 'ledger/acted', payload: { client: this.number, n } };
    this.also(this.client.dispatch(action).catch((error) => this.failed(error, n, 'ACTION_UP')));
  }

  failed(error, n, ...lanes) {
    const what = { unknown_outcome: 'doubt', timeout: 'doubt', overloaded: 'refused' }[error.code] ?? 'lost';
    for (const lane of lanes) note(what, this.number, lane, n);
  }

  /** A stream that is taken item by item. */
  async stream() {
    this.streaming = true;
    const after = this.items;
    this.items += STREAM;
    for (let n = after + 1; n <= this.items; n++) note('said', this.number, 'ITEM', n);
    try {
      for await (const n of this.client.call('ledger.count', [after, STREAM])) {
        note('heard', this.number, 'ITEM', n);
        await Promise.race([new Promise((resolve) => setTimeout(resolve, 10)), this.hurried]);
      }
    } catch {
      lines.push(`gap ${this.number} ITEM`);
    }
    this.streaming = false;
  }

  also(promise) {
    this.open.add(promise);
    promise.finally(() => this.open.delete(promise));
  }

  /** Resolves when everything is answered and what the server said before has come. */
  async finish() {
    this.hurry();
    while (this.open.size) await Promise.all(this.open);
    await this.surely('ledger.fence');
  }
}

const players = Array.from({ length: Number(count) }, (_, number) => new Player(number));
let ticking;
const writing = setInterval(flush, 20);
await Promise.all(players.map((player) => player.join()));
const did = (what) => {
  lines.push(`done ${what}`);
  flush();
};
did('join');
for await (const command of createInterface({ input: process.stdin })) {
  if (command === 'start') {
    const began = performance.now();
    let done = 0;
    ticking = setInterval(() => {
      for (const due = (performance.now() - began) / 10; done < due; done++) for (const player of players) player.tick();
    }, 10);
  } else if (command === 'finish') {
    clearInterval(ticking);
    await Promise.all(players.map((player) => player.finish()));
    did('finish');
  } else {
    for (const player of players) player.client.close();
    break;
  }
}
clearInterval(writing);
flush();
