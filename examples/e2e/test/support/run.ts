import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** A program of the JDK that built all this. */
export function jdk(program: string): string {
  const home = process.env.JAVA_HOME;
  return home ? join(home, 'bin', program) : program;
}

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end. */
export function run(
  program: string,
  args: readonly string[],
  folder = '.',
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { cwd: folder, timeout: 60_000, env: { ...process.env, ...environment } },
      (error, out, err) => {
        if (error && typeof error.code !== 'number') reject(error);
        else resolve({ code: Number(error?.code ?? 0), out, err });
      },
    );
  });
}
