import { glob, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** The texts of the files, and of those below the folders, that are named, in the order of their paths. @throws Error where there is none. */
export async function joined(named: readonly string[]): Promise<string> {
  const files: string[] = [];
  for (const name of named) {
    if (!(await stat(name)).isDirectory()) files.push(name);
    else for await (const file of glob('**/*.md', { cwd: name })) files.push(path.join(name, file));
  }
  if (files.length === 0) throw new Error('got no file to write, expected at least one');
  const texts = await Promise.all(files.sort().map((file) => readFile(file, 'utf8')));
  return texts.join('\n\n');
}

/** Runs one of these scripts: its result in a line, a failure in a line and exit code 1. */
export async function run(name: string, work: (args: readonly string[]) => Promise<string>): Promise<void> {
  try {
    process.stdout.write(`${name}: ${await work(process.argv.slice(2))}\n`);
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
