// A client of the JavaScript library in channels. It is told on its input what to do: "join room:1", "leave room:1",
// "say room:1 TEXT", "set room:1 JSON", "get room:1", "who room:1"; it writes down what it is told of each channel it was
// told to join, and what is answered.
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [url, token, clientLibrary, wsLibrary] = process.argv.slice(2);
const { connect } = await import(pathToFileURL(clientLibrary));
const { channel } = await import(pathToFileURL(join(dirname(clientLibrary), 'channels', 'index.js')));
const { WebSocket } = await import(pathToFileURL(wsLibrary));

const client = connect(url, { WebSocket, token, onError: (error) => console.log(`error ${error.code ?? error}`) });
const heard = new Set();

function listen(name) {
  if (heard.has(name)) return;
  heard.add(name);
  const its = channel(client, name);
  its.onState((state) => console.log(`${name} state ${JSON.stringify(state)}`));
  its.onAction('said', ({ payload }) => console.log(`${name} said ${payload.text}`));
  its.onPresence((user, here) => console.log(`${name} ${here ? 'came' : 'went'} ${user}`));
  its.onLeft((why) => console.log(`${name} left ${why}`));
}

function run(what, name, rest) {
  const its = channel(client, name);
  switch (what) {
    case 'join':
      listen(name);
      return its.join();
    case 'say':
      return its.dispatch({ type: 'said', payload: { text: rest } });
    case 'set':
      return its.set(JSON.parse(rest));
    default:
      return its[what]();
  }
}

createInterface(process.stdin)
  .on('line', (line) => {
    const [, what, name, rest] = line.match(/^(\S+) (\S+) ?(.*)$/);
    run(what, name, rest).then(
      (value) => console.log(`${what} ${name}: ${JSON.stringify(value ?? null)}`),
      (error) => console.log(`${what} ${name}: ${error.code}`),
    );
  })
  .on('close', () => client.close());
