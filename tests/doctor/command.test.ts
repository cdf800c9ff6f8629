import { describe, expect, test } from '@jest/globals';
import { modelkeep } from '../support/modelkeep.ts';

describe('wrong input of modelkeep doctor ends with 2 and one line', () => {
  test.each([
    [['--env', 'devv'], /--env: got "devv", expected one of dev, staging, prod, hipaa/],
    [['--env', '../x'], /--env: got "..\/x", expected the name of an environment/],
    [
      ['--env', 'dev', '--emulator', '--port', '1'],
      /got none in .*, expected what npm run deploy -- --env dev --emulator writes/,
    ],
    [['--env', 'dev', '--stacks', 'docs'], /stacks of dev: got none in docs\/stacks/],
    [['--env', 'dev', '--port', 'x'], /whole number from 1 to 65535/],
    [[], /required option '--env <name>' not specified/],
  ])(
    '%j',
    async (args, message) => {
      const run = await modelkeep(['doctor', ...args]);
      expect(run).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringMatching(message) });
      expect(run.stderr.trim().split('\n')).toHaveLength(1);
    },
    30_000,
  );
});
