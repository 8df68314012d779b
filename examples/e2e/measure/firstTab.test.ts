import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { launchChrome } from '../test/support/chrome.js';

const ROOT = resolve(import.meta.dirname, '../../..');
const PORT = '18080';

/** Prints how long it takes from a clone until a second tab shows what the first one added; nothing is asserted of it. */
it('goes from a clone to the second tab', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'first-tab-'));
  const began = performance.now();
  const seconds = () => ((performance.now() - began) / 1000).toFixed(1);
  await done(spawn('git', ['clone', '--quiet', ROOT, folder], { stdio: 'inherit' }));
  const demo = spawn('./run-demo', {
    cwd: folder,
    env: { ...process.env, REDSTART_PORT: PORT },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await said(demo.stdout, 'Open http');
    console.log(`from the clone to the address: ${seconds()} s`);
    const browser = await launchChrome();
    try {
      const [first, second] = [await browser.newPage(), await browser.newPage()];
      await Promise.all([first, second].map((page) => page.goto(`http://localhost:${PORT}/`)));
      await first.getByRole('textbox').fill('milk');
      await first.keyboard.press('Enter');
      await second.getByText('milk').waitFor();
      console.log(`from the clone to the second tab: ${seconds()} s`);
    } finally {
      await browser.close();
    }
  } finally {
    demo.kill('SIGINT');
    await new Promise((ended) => demo.once('exit', ended));
    rmSync(folder, { recursive: true, force: true });
  }
});

function done(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolved, failed) => {
    child.once('error', failed);
    child.once('exit', (code) => (code === 0 ? resolved() : failed(new Error(`git ended with ${code}`))));
  });
}

async function said(output: NodeJS.ReadableStream, words: string): Promise<void> {
  let text = '';
  for await (const part of output) {
    text += part;
    if (text.includes(words)) return;
  }
  expect(text).toContain(words);
}
