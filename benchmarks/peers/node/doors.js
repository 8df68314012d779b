// Loads the originals of older systems and the doors for their clients, one after the other, with the same published client.
const { execFileSync, spawn } = require('node:child_process');
const { readFileSync, mkdtempSync, rmSync } = require('node:fs');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { createInterface } = require('node:readline');
const { parseArgs } = require('node:util');
const clients = require('./door-clients.js');

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    warmup: { type: 'string', default: '30' },
    connections: { type: 'string', default: '4' },
    'in-flight': { type: 'string', default: '64' },
    doors: { type: 'string', default: Object.keys(clients).join(',') },
    java: { type: 'string' },
    classpath: { type: 'string' },
    pinned: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const HELP = `Usage: benchmarks/doors [options]
  --seconds 10       how long each server is measured
  --warmup 30        how long it is loaded before
  --connections 4    lines of the client
  --in-flight 64     calls at once on each
  --doors ${Object.keys(clients).join(',')}`;

const TEXT = 'x'.repeat(32);
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const scratch = mkdtempSync(join(tmpdir(), 'redstart-doors-'));

/** What a door is told besides, for each system. */
const SETTINGS = {
  'socket.red': () => ['door.socketred.path=/red'],
  sockhop: (port) => [`door.sockhop.port=${port}`],
  seneca: (port) => [`door.seneca.port=${port}`],
};

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Starts a server, which tells its port; it ends when its input does. */
async function start(command, args) {
  const [program, ...rest] = options.pinned ? ['taskset', '-c', '0', command, ...args] : [command, ...args];
  const server = spawn(program, rest, { cwd: scratch, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  for await (const line of createInterface({ input: server.stdout })) {
    const port = /^port (\d+)$/.exec(line)?.[1];
    if (port) {
      const stop = () => {
        server.stdin.end();
        return ended;
      };
      return { pid: server.pid, port: Number(port), stop };
    }
  }
  throw new Error(`${[command, ...args].join(' ')} did not start`);
}

const original = (system) => start(process.execPath, [join(__dirname, `${system}.js`)]);

async function door(system) {
  const port = await freePort();
  const server = await start(options.java, [
    '-cp',
    options.classpath,
    'io.redstart.benchmarks.doors.RedstartDoors',
    ...SETTINGS[system](port),
  ]);
  return system === 'socket.red' ? server : { ...server, port };
}

/** Processor time of a process so far, in seconds: user and kernel. */
function cpu(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

const sleep = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

async function load(connect, { pid, port }) {
  const lines = await Promise.all(Array.from({ length: Number(options.connections) }, () => connect(port)));
  let calls = 0;
  let going = true;
  const goOn = async ({ call }) => {
    while (going) {
      const answer = await call(TEXT);
      if ((answer.text ?? answer) !== TEXT) throw new Error(`answered with ${JSON.stringify(answer)}`);
      calls++;
    }
  };
  const all = Promise.all(
    lines.flatMap((line) => Array.from({ length: Number(options['in-flight']) }, () => goOn(line))),
  );
  const measured = (async () => {
    await sleep(Number(options.warmup));
    const [from, since, used] = [calls, process.hrtime.bigint(), cpu(pid)];
    await sleep(Number(options.seconds));
    const done = calls - from;
    const seconds = Number(process.hrtime.bigint() - since) / 1e9;
    going = false;
    return { perSecond: done / seconds, perCpuSecond: done / (cpu(pid) - used) };
  })();
  const result = await Promise.race([measured, all.then(() => measured)]);
  await all;
  await Promise.all(lines.map(({ end }) => end()));
  return result;
}

async function measure(system, begin) {
  const server = await begin(system);
  try {
    return await load(clients[system], server);
  } finally {
    await server.stop();
  }
}

const row = (...cells) =>
  console.log(cells.map((cell, at) => (at < 2 ? cell.padEnd(12) : cell.padStart(16))).join(''));
const whole = (number) => Math.round(number).toLocaleString('en');

async function main() {
  if (options.help) return console.log(HELP);
  row('clients of', 'server', 'calls/s', 'calls/CPU s', "to original's");
  for (const system of options.doors.split(',')) {
    const its = await measure(system, original);
    row(system, 'original', whole(its.perSecond), whole(its.perCpuSecond), '');
    const ours = await measure(system, door);
    const ratio = (ours.perCpuSecond / its.perCpuSecond).toFixed(2);
    row(system, 'redstart', whole(ours.perSecond), whole(ours.perCpuSecond), ratio);
  }
}

main().then(
  () => process.exit(0), // clients that come back by themselves would keep it alive
  (failed) => {
    console.error(failed);
    process.exit(1);
  },
);

process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
