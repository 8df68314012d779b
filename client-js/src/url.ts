/** Makes the address of a WebSocket from what a developer would write. */
export function socketUrl(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url || '/ws', globalThis.location?.href);
  } catch {
    throw new TypeError(`Not an address: "${url}" (expected ws(s)://, http(s):// or, in a browser, a path)`);
  }
  parsed.protocol = parsed.protocol.replace('http', 'ws');
  if (!/^wss?:$/.test(parsed.protocol)) {
    throw new TypeError(`Not an address of a server: "${url}" (expected ws(s):// or http(s)://)`);
  }
  if (parsed.pathname === '/') parsed.pathname = '/ws';
  parsed.hash = '';
  return parsed.href;
}
