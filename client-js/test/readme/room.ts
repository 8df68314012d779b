import { connect } from '@redstart/client';
import { channel } from '@redstart/client/channels';

const client = connect('wss://example.org');
const room = channel(client, 'room:1');

room.onState((state) => console.log('the state, whole', state));
room.onAction('chat/said', ({ payload }, { user }) => console.log(`${user}: ${payload}`));
room.onPresence((user, here) => console.log(`${user} ${here ? 'came' : 'went'}`));

await room.join(); // the state has been told
await room.dispatch({ type: 'chat/said', payload: 'Hello' }); // to all who are in it
console.log(await room.who());
