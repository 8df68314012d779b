const KEYS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  a: [-1, 0],
  d: [1, 0],
  w: [0, -1],
  s: [0, 1],
};

/** Steers by keys, or towards where the stage is pressed; sends what is new, at most 30 times a second. */
export function steering(stage, ownShip, send) {
  const pressed = new Set();
  let target;
  let sent = '';

  addEventListener('keydown', (event) => {
    if (!KEYS[event.key]) return;
    event.preventDefault();
    pressed.add(event.key);
  });
  addEventListener('keyup', ({ key }) => pressed.delete(key));
  addEventListener('blur', () => pressed.clear());

  const aim = (event) => {
    const place = stage.getBoundingClientRect();
    target = {
      x: ((event.clientX - place.left) / place.width) * stage.width,
      y: ((event.clientY - place.top) / place.height) * stage.height,
    };
  };
  stage.addEventListener('pointerdown', (event) => {
    stage.setPointerCapture(event.pointerId);
    aim(event);
  });
  stage.addEventListener('pointermove', (event) => target && aim(event));
  for (const end of ['pointerup', 'pointercancel']) {
    stage.addEventListener(end, () => {
      target = undefined;
    });
  }

  function direction() {
    const ship = ownShip();
    if (target && ship) {
      const [x, y] = [target.x - ship.x, target.y - ship.y];
      const far = Math.hypot(x, y);
      return far < 8 ? [0, 0] : [x / Math.max(far, 60), y / Math.max(far, 60)];
    }
    let [x, y] = [0, 0];
    for (const key of pressed) {
      x += KEYS[key][0];
      y += KEYS[key][1];
    }
    return [Math.sign(x), Math.sign(y)];
  }

  setInterval(() => {
    const [x, y] = direction().map((part) => Math.round(part * 100));
    const next = `${x},${y}`;
    // a packet may be lost: a direction that counts is said again and again, standing still once
    if (ownShip() && (next !== sent || x || y) && send('steer', { x, y })) sent = next;
  }, 1000 / 30);
}
