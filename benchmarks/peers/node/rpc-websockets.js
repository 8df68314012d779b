// rpc-websockets: JSON-RPC 2.0, and an event to everybody who subscribed.
const { createServer } = require('node:http');
const { Server } = require('rpc-websockets');
const serve = require('./serve.js');

const http = createServer();
const server = new Server({ server: http });
server.register('echo', (params) => params[0]);
server.event('published');
server.register('publish', (params) => {
  server.emit('published', params[0]);
  return null;
});
http.listen(0, '127.0.0.1', () => serve(http.address().port));
