import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { freshFolder, jars } from './files.js';
import { jdk } from './run.js';

const DEADLINE = 60_000;

/** A folder in which a server runs, is stopped and runs again, always on the same port. */
export class Place {
  readonly folder: string;
  /** What the servers said, all of them. */
  readonly log: string[] = [];
  readonly #settings: readonly string[];
  #scheme = 'http';
  #port = 0;
  #process: ChildProcess | undefined;
  #waiting = new Set<() => void>();

  constructor(name: string, settings: Readonly<Record<string, string>> = {}) {
    this.folder = freshFolder(name);
    this.#settings = Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
    mkdirSync(join(this.folder, 'apis'));
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${this.#port}`;
  }

  /** Puts a jar into the server's folder in one step. */
  drop(jar: string): void {
    const there = join(this.folder, 'apis', basename(jar));
    copyFileSync(jar, `${there}.tmp`);
    renameSync(`${there}.tmp`, there);
  }

  /** Takes a jar out of it. */
  remove(jar: string): void {
    rmSync(join(this.folder, 'apis', basename(jar)));
  }

  /** Starts a server; it is ready when this resolves. */
  async start(): Promise<void> {
    const from = this.log.length;
    const args = ['-jar', jars.server, '--set', 'http.host=127.0.0.1', '--set', `http.port=${this.#port}`];
    const server = spawn(jdk('java'), [...args, ...this.#settings], { cwd: this.folder });
    this.#process = server;
    for (const stream of [server.stdout, server.stderr]) {
      createInterface(stream).on('line', (line) => this.#hear(line));
    }
    server.once('exit', (code, signal) => this.#hear(`The server ended: ${signal ?? code}`));
    const [, scheme, port] = await this.says(/Listening on (https?):\/\/[^:]+:(\d+)|The server ended/, from);
    if (!scheme || !port) throw new Error(`The server did not start:\n${this.log.slice(from).join('\n')}`);
    this.#scheme = scheme;
    this.#port = Number(port);
  }

  /** Ends the server and waits until it is gone. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const server = this.#process;
    this.#process = undefined;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    await once(server, 'exit', { signal: AbortSignal.timeout(DEADLINE) });
  }

  /** The last of it: stops the server and keeps what it said. */
  async leave(): Promise<void> {
    await this.stop();
    writeFileSync(join(this.folder, 'server.log'), `${this.log.join('\n')}\n`);
  }

  /** The first line like this, from a line of the log on; waits for it. */
  async says(line: RegExp, from = 0): Promise<RegExpMatchArray> {
    const signal = AbortSignal.timeout(DEADLINE);
    for (let at = from; ; at++) {
      while (at >= this.log.length) await this.#nextLine(signal, line);
      const found = this.log[at]?.match(line);
      if (found) return found;
    }
  }

  #nextLine(signal: AbortSignal, wanted: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = () => reject(new Error(`The server did not say ${wanted}, but:\n${this.log.join('\n')}`));
      if (signal.aborted) return late();
      signal.addEventListener('abort', late, { once: true });
      const heard = () => {
        this.#waiting.delete(heard);
        signal.removeEventListener('abort', late);
        resolve();
      };
      this.#waiting.add(heard);
    });
  }

  #hear(line: string): void {
    this.log.push(line);
    for (const heard of [...this.#waiting]) heard();
  }
}
