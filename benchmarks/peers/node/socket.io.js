// Socket.IO: an event with an acknowledgement, and one to everybody.
const { createServer } = require('node:http');
const { Server } = require('socket.io');
const serve = require('./serve.js');

const http = createServer();
const io = new Server(http, { transports: ['websocket'], serveClient: false });
io.on('connection', (socket) => {
  socket.on('echo', (text, answer) => answer(text));
  socket.on('publish', (text) => io.emit('published', text));
});
http.listen(0, '127.0.0.1', () => serve(http.address().port));
