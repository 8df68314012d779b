const UPDATE = 1000 / 30;
const TRAIL = 14;
const trails = new Map();

/** Draws all ships between where they were and where they are. */
export function draw(stage, ships, own) {
  const pen = stage.getContext('2d');
  const now = performance.now();
  pen.globalCompositeOperation = 'source-over';
  pen.fillStyle = '#0a0f1f';
  pen.fillRect(0, 0, stage.width, stage.height);
  grid(pen, stage);

  pen.globalCompositeOperation = 'lighter';
  const here = new Set();
  for (const ship of ships) {
    const part = Math.min(1, (now - ship.at) / UPDATE);
    const x = ship.from.x + (ship.x - ship.from.x) * part;
    const y = ship.from.y + (ship.y - ship.from.y) * part;
    here.add(ship.id);
    trail(pen, ship.id, x, y);
    body(pen, ship, x, y, ship.id === own);
  }
  for (const id of trails.keys()) if (!here.has(id)) trails.delete(id);
}

function hue(id) {
  return (id * 137.5) % 360;
}

function grid(pen, { width, height }) {
  pen.strokeStyle = '#17203d';
  pen.lineWidth = 1;
  pen.beginPath();
  for (let x = 100; x < width; x += 100) {
    pen.moveTo(x, 0);
    pen.lineTo(x, height);
  }
  for (let y = 100; y < height; y += 100) {
    pen.moveTo(0, y);
    pen.lineTo(width, y);
  }
  pen.stroke();
}

function trail(pen, id, x, y) {
  const points = [...(trails.get(id) ?? []), [x, y]].slice(-TRAIL);
  trails.set(id, points);
  points.forEach(([atX, atY], at) => {
    pen.fillStyle = `hsl(${hue(id)} 90% 60% / ${(at / TRAIL) * 0.16})`;
    pen.beginPath();
    pen.arc(atX, atY, 3 + (at / TRAIL) * 9, 0, 2 * Math.PI);
    pen.fill();
  });
}

function body(pen, { id, heading }, x, y, isOwn) {
  pen.save();
  pen.translate(x, y);
  pen.rotate((heading / 256) * 2 * Math.PI);
  pen.shadowColor = `hsl(${hue(id)} 100% 60%)`;
  pen.shadowBlur = 24;
  pen.fillStyle = `hsl(${hue(id)} 90% 65%)`;
  pen.beginPath();
  pen.moveTo(22, 0);
  pen.lineTo(-15, 14);
  pen.lineTo(-8, 0);
  pen.lineTo(-15, -14);
  pen.closePath();
  pen.fill();
  pen.restore();
  if (isOwn) {
    pen.strokeStyle = '#e6ebff';
    pen.lineWidth = 2;
    pen.beginPath();
    pen.arc(x, y, 34, 0, 2 * Math.PI);
    pen.stroke();
  }
}
