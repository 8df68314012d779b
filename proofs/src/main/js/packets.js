// A client of the JavaScript library with packets: it sends two of them in one frame and then one alone, writes down what
// comes back, and ends when the last has come.
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [url, clientLibrary, wsLibrary] = process.argv.slice(2);
const { connect } = await import(pathToFileURL(clientLibrary));
const { packets } = await import(pathToFileURL(join(dirname(clientLibrary), 'packets', 'index.js')));
const { WebSocket } = await import(pathToFileURL(wsLibrary));

const client = connect(url, { WebSocket });
await new Promise((resolve) => client.onState((state) => state.status === 'open' && resolve()));
const { send, on, bundle } = packets(client);
const last = new Promise((resolve) => {
  on('seen', (seen) => {
    console.log(`seen ${seen.name} ${seen.x} ${seen.big} ${[...seen.raw]}`);
    if (seen.name === 'last') resolve();
  });
});
const both = bundle();
both.write('move', { name: 'é✓😀', x: 65535, big: 2n ** 63n - 1n, raw: new Uint8Array([1, 255]) });
both.write('move', { name: '', x: 0, big: -(2n ** 63n), raw: new Uint8Array() });
both.end();
send('move', { name: 'last', x: 1, big: 0n, raw: new Uint8Array([0]) });
await last;
console.log('done packets');
await client.close();
