// socket.red: a call, and an action dispatched to each session.
const startServer = require('socket.red');
const { createServer } = require('node:net');
const serve = require('./serve.js');

const sessions = new Set();

// it takes no port of the system's choice, so one is looked for
const probe = createServer().listen(0, '127.0.0.1', () => {
  const { port } = probe.address();
  probe.close(() => {
    startServer(port, () => {
      const session = {
        onStart() {
          sessions.add(session);
          session.addCloseListener(() => sessions.delete(session));
          return {
            echo: (text) => text,
            publish(text) {
              for (const each of sessions) each.dispatch({ type: 'published', payload: text });
            },
          };
        },
      };
      return session;
    });
    serve(port);
  });
});
