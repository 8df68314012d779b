const SECONDS = 2;
const utf8 = new TextEncoder();

/** A WebSocket that is listened to, and what came over it in the last seconds. */
export function metered() {
  let heard = [];
  const note = (bytes, updates) => {
    const now = performance.now();
    heard = heard.filter(({ at }) => at > now - SECONDS * 1000);
    heard.push({ at: now, bytes, updates });
  };
  return {
    Socket: class extends WebSocket {
      constructor(...how) {
        super(...how);
        this.addEventListener('message', ({ data }) =>
          note(typeof data === 'string' ? utf8.encode(data).length : data.byteLength, 0),
        );
      }
    },
    /** An update has come. */
    count: () => note(0, 1),
    /** How much came, a second. */
    rate() {
      note(0, 0);
      const sum = (what) => heard.reduce((all, each) => all + each[what], 0) / SECONDS;
      return { bytes: sum('bytes'), updates: sum('updates') };
    },
  };
}
