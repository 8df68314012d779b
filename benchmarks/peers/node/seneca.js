// Seneca: an act that answers with its text, over TCP.
const Seneca = require('seneca');
const { createServer } = require('node:net');
const serve = require('./serve.js');

const probe = createServer().listen(0, '127.0.0.1', () => {
  const { port } = probe.address();
  probe.close(() => {
    const seneca = Seneca({ log: 'silent' });
    seneca.add('role:bench,cmd:echo', ({ text }, reply) => reply({ text }));
    seneca.listen({ type: 'tcp', host: '127.0.0.1', port }).ready(() => serve(port));
  });
});
