import { connect } from '/redstart/client.js';
import { packets } from '/redstart/packets.js';
import { draw } from './draw.js';
import { metered } from './meter.js';
import { steering } from './steering.js';

const show = (id, text) => document.getElementById(id).replaceChildren(text);
const stage = document.getElementById('stage');
const ships = new Map();
let own;

// one connection that plays, by packets
const played = metered();
const game = connect('/ws', { WebSocket: played.Socket });
const { send, on } = packets(game);

// and one that is told the same as JSON, to compare
const watched = metered();
const twin = connect('/ws', { WebSocket: watched.Socket });

game.onState(async ({ status, resumed }) => {
  show('state', status === 'open' ? 'connected' : `${status}…`);
  if (status !== 'open' || resumed) return;
  const joined = await game.api.arena.join();
  own = joined.id;
  stage.width = joined.width;
  stage.height = joined.height;
});
twin.onState(({ status, resumed }) => status === 'open' && !resumed && twin.api.arena.watch());

let update = 0;
on('update', ({ number }) => {
  for (const [id, ship] of ships) if (ship.update < update) ships.delete(id);
  update = number;
  played.count();
});
on('ship', (seen) => {
  const before = ships.get(seen.id);
  ships.set(seen.id, { ...seen, update, from: before ?? seen, at: performance.now() });
});
twin.on('update', () => watched.count());

steering(stage, () => ships.get(own), send);

function frame() {
  draw(stage, [...ships.values()], own);
  requestAnimationFrame(frame);
}
frame();

const shown = ({ bytes, updates }) => `${(bytes / 1000).toFixed(1)} kB/s in ${updates.toFixed(0)} updates`;

function measure() {
  const [some, all] = [played.rate(), watched.rate()];
  if (some.updates && all.updates) {
    show('packets', shown(some));
    show('json', shown(all));
    // for each update: one of the connections may be ahead, or have missed some
    const ratio = some.bytes / some.updates / (all.bytes / all.updates);
    show('ratio', `Packets take ${(ratio * 100).toFixed(0)} % of the same in JSON.`);
    document.getElementById('json-bar').style.width = '100%';
    document.getElementById('packets-bar').style.width = `${ratio * 100}%`;
  }
  show('count', String(ships.size));
}
setInterval(measure, 500);

setInterval(() => {
  const rows = [...ships.values()].sort((a, b) => a.id - b.id).slice(-12);
  document.getElementById('ships').replaceChildren(
    ...rows.map(({ id, x, y }) => {
      const row = document.createElement('li');
      row.dataset.ship = id;
      row.className = id === own ? 'own' : '';
      const name = document.createElement('b');
      name.style.color = `hsl(${(id * 137.5) % 360} 80% 70%)`;
      name.textContent = `Ship ${id + 1}`;
      const place = document.createElement('span');
      place.textContent = `${x}, ${y}`;
      row.append(name, place);
      return row;
    }),
  );
}, 200);
