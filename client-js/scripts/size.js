// Fails the build when the core, minified and compressed as a server would send it, grows too big.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT = 7616;
const file = new URL('../dist/client.js', import.meta.url);
const size = gzipSync(readFileSync(file), { level: 9 }).length;
console.log(`dist/client.js: ${size} bytes min+gzip (at most ${LIMIT})`);
if (size > LIMIT) {
  console.error(`dist/client.js is ${size - LIMIT} bytes too big`);
  process.exitCode = 1;
}
