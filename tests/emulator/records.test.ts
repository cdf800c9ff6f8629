import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { emulatorOrSkip } from '../support/emulator.ts';

const emulator = await emulatorOrSkip();
const python = path.join(import.meta.dirname, '../../.venv/emulator/bin/python');

(emulator ? test : test.skip)(
  'what Terraform puts is given back (records_check.py)',
  async () => {
    const program = path.join(import.meta.dirname, 'records_check.py');
    const { stdout } = await promisify(execFile)(python, [program, emulator!.url]);
    expect(stdout.trim().split('\n')).toHaveLength(13);
    // boto3 reads each service's description first: 6 s, several times that on a busy machine.
  },
  90_000,
);
