import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome'];

const USUAL_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

interface Found {
  readonly path: string;
  /** Where the libraries are that it brings along. */
  readonly libraries?: string;
}

/** Starts a real browser without a window. */
export async function launchChrome(): Promise<Browser> {
  const { path, libraries } = await findChrome();
  const known = process.env.LD_LIBRARY_PATH;
  const env = libraries
    ? { ...process.env, LD_LIBRARY_PATH: known ? `${libraries}${delimiter}${known}` : libraries }
    : process.env;
  return chromium.launch({
    executablePath: path,
    args: ARGS,
    env: env as Record<string, string>,
    headless: true,
  });
}

async function findChrome(): Promise<Found> {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (existsSync(chosen)) return { path: chosen };
    throw new Error(`CHROME_PATH: ${chosen} is not there (expected: the program of Chrome or Chromium)`);
  }
  const path = (await packed()) ?? installed();
  if (path) return typeof path === 'string' ? { path } : path;
  throw new Error(
    'No browser was found to run the end-to-end tests in: install Chrome or Chromium, or set CHROME_PATH to its program.',
  );
}

/** The one inside an npm package, for Linux on x64 alone. */
async function packed(): Promise<Found | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  // asks the package to unpack the libraries too that a bare machine lacks
  process.env.AWS_LAMBDA_FUNCTION_NAME ??= 'tests';
  try {
    const { default: chrome } = await import('@sparticuz/chromium');
    return { path: await chrome.executablePath(), libraries: join(tmpdir(), 'al2023', 'lib') };
  } catch (error) {
    // an optional package: where it could not be installed, an installed browser does
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function installed(): string | undefined {
  const folders = process.env.PATH?.split(delimiter) ?? [];
  const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...onPath, ...USUAL_PLACES].find((path) => existsSync(path));
}
