// The published clients of older systems, each behind one function: opens a line, and gives back what calls and what ends it.
require('regenerator-runtime/runtime'); // which socket.red's client takes for granted
const Seneca = require('seneca');
const createSocket = require('socket.red-client').default;
const { client: SockhopClient } = require('sockhop');
const WebSocket = require('ws');

/** Its name is the type of what sockhop sends, and that is the method. */
class say {
  constructor(text) {
    this.text = text;
  }
}

module.exports = {
  async 'socket.red'(port) {
    const socket = createSocket(() => {}, {}, WebSocket);
    const connected = new Promise((resolve) => socket.on('connect', resolve));
    socket.open(`ws://127.0.0.1:${port}/red`);
    await connected;
    return { call: (text) => socket.rpc('echo', [text]), end: () => socket.close() };
  },

  async sockhop(port) {
    const client = new SockhopClient({ address: '127.0.0.1', port });
    await client.connect();
    return {
      call: (text) => new Promise((answered) => client.send(new say(text), answered)),
      end: () => client.disconnect(),
    };
  },

  async seneca(port) {
    const seneca = Seneca({ log: 'silent', timeout: 60_000 });
    seneca.client({ type: 'tcp', host: '127.0.0.1', port });
    await new Promise((resolve) => seneca.ready(resolve));
    const call = (text) =>
      new Promise((resolve, reject) =>
        seneca.act('role:bench,cmd:echo', { text }, (failed, answer) =>
          failed ? reject(failed) : resolve(answer.text),
        ),
      );
    await call(''); // it dials with the first act, and waits badly with several
    return {
      call,
      end: () => new Promise((resolve) => seneca.close(resolve)),
    };
  },
};
