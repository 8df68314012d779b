// Fails the build when a part that every page pays for, minified and compressed as a server would send it, grows too big.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMITS = { 'client.js': 7744, 'packets.js': 3328 };
for (const [name, limit] of Object.entries(LIMITS)) {
  const size = gzipSync(readFileSync(new URL(`../dist/${name}`, import.meta.url)), { level: 9 }).length;
  console.log(`dist/${name}: ${size} bytes min+gzip (at most ${limit})`);
  if (size > limit) {
    console.error(`dist/${name} is ${size - limit} bytes too big`);
    process.exitCode = 1;
  }
}
