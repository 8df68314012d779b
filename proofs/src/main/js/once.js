// Clients of the JavaScript library that call one after the other; says how many calls were answered as they should be.
import { pathToFileURL } from 'node:url';

const [urls, calls, keys, clientLibrary, wsLibrary] = process.argv.slice(2);
const { connect } = await import(pathToFileURL(clientLibrary));
const { WebSocket } = await import(pathToFileURL(wsLibrary));

async function answered(url, number) {
  const client = connect(url, { WebSocket, token: `user${number}` });
  let right = 0;
  for (let n = 0; n < Number(calls); n++) {
    const answer =
      keys === 'true'
        ? client.call('once.doesByKey', [number, n], { key: `${number}-${n}` })
        : client.call('once.does', [number, n]);
    if ((await answer) === n) right++;
  }
  client.close();
  return right;
}

const all = await Promise.all(urls.split(',').map(answered));
console.log(all.reduce((sum, right) => sum + right, 0));
console.log('done calls');
