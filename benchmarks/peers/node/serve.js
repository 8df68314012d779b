// Tells the port, then says how much is on the heap whenever somebody asks, until nobody asks any more.
const readline = require('node:readline');

module.exports = function serve(port) {
  console.log(`port ${port}`);
  readline
    .createInterface({ input: process.stdin })
    .on('line', () => {
      globalThis.gc?.();
      console.log(`heap ${process.memoryUsage().heapUsed}`);
    })
    .on('close', () => process.exit(0));
};
