// sockhop: each object that wants an answer gets itself back.
const { server: Server } = require('sockhop');
const { createServer } = require('node:net');
const serve = require('./serve.js');

// it takes no port of the system's choice, so one is looked for
const probe = createServer().listen(0, '127.0.0.1', () => {
  const { port } = probe.address();
  probe.close(async () => {
    const server = new Server({ address: '127.0.0.1', port });
    server.on('receive', (object, { callback }) => callback(object));
    await server.listen();
    serve(port);
  });
});
