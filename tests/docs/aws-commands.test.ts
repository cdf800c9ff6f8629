import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const docs = path.join(import.meta.dirname, '../../docs');
const python = path.join(docs, '../.venv/emulator/bin/python');
const missing = existsSync(python)
  ? undefined
  : '.venv/emulator is missing; run "npm run setup:python -- emulator"';
if (missing !== undefined) {
  if (process.env['REQUIRE_ALL'] === '1') throw new Error(missing);
  process.stderr.write(`skipped: ${missing}\n`);
}

/** Every command of the AWS CLI in a block of shell or in a line of text. */
const commands = readdirSync(docs)
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) => {
    const text = readFileSync(path.join(docs, name), 'utf8')
      .replaceAll('\\\n', ' ')
      // What the shell puts in: a number, a date, an address.
      .replaceAll(/\$\(\(.*?\)\)/g, 'X')
      .replaceAll(/\$\((?!aws)[^()]*\)/g, 'X')
      .replaceAll(/"\$\{?\w+\}?"|"X"/g, 'X');
    const blocks = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].map(([, block = '']) => block);
    const inline = [...text.matchAll(/`(aws [^`]+)`/g)].map(([, command = '']) => command);
    return [...blocks, ...inline].flatMap((block) =>
      [...block.matchAll(/\baws ([a-z0-9-]+) ([a-z0-9-]+)((?:[^|;')\n]|'[^']*'|\$\(\()*)/g)].map(
        ([all, service = '', operation = '', rest = '']) => ({
          command: `${name}: ${all.slice(0, 60)}`,
          words: [service, operation, ...(rest.replaceAll(/'[^']*'/g, '').match(/(?<= )--[a-z-]+/g) ?? [])],
        }),
      ),
    );
  });

(missing === undefined ? test : test.skip)(
  'commands of the AWS CLI, their options, none missing',
  () => {
    expect(commands.length).toBeGreaterThan(30);
    const said = execFileSync(python, [path.join(import.meta.dirname, 'aws_commands.py')], {
      input: JSON.stringify(commands),
      encoding: 'utf8',
    });
    expect(JSON.parse(said)).toEqual([]);
  },
  30_000,
);
