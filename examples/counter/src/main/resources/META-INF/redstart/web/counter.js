import { connect } from '/redstart/client.js';

const client = connect('/ws');
client.on('count', (count) => button.replaceChildren(count));
client.onState(({ status }) => status === 'open' && client.api.counter.add(0));
button.onclick = () => client.api.counter.add(1);
