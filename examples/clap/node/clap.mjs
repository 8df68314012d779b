// node clap.mjs [address] [number of hands]
import { connect, RedstartError } from '@redstart/client';
import { WebSocket } from 'ws'; // Node has its own from version 22 on: then leave it and the option out

const [address = 'http://localhost:8080', hands = '2'] = process.argv.slice(2);
const client = connect(address, { WebSocket, timeout: 10_000 });
try {
  console.log(await client.api.clap(Number(hands)));
} catch (error) {
  if (!(error instanceof RedstartError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
} finally {
  client.close();
}
