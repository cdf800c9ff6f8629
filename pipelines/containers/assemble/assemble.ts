import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { assembleVersion } from '../../../domain/training/assemble.ts';
import { networkFiles, trainingFiles } from '../../../domain/training/evaluation.ts';
import { learningFile } from '../../../domain/training/learning.ts';
import { useCaseSchema } from '../../../domain/usecase/schema.ts';
import { InvalidInputError, parseWith } from '../../../domain/validation/parse.ts';

/**
 * The program of the Assemble step (pipelines/containers/README.md): from what training left, the files of a version, scored by the scorer that
 * will serve them.
 * @param root stands for /opt/ml.
 */
export function assemble(root: string, environment: NodeJS.ProcessEnv, now: Date): void {
  const input = (...names: string[]) => path.join(root, 'processing/input', ...names);
  const output = path.join(root, 'processing/output/version');
  const snapshotName = theOnly(input('snapshot'), '.csv');
  const unpacked = mkdtempSync(path.join(root, 'unpacked-'));
  try {
    execFileSync('tar', ['-xzf', input('model/model.tar.gz'), '-C', unpacked]);
    const traffic = input('execution/traffic.csv');
    const scores = input('scores', trainingFiles.scores);
    const parameters = path.join(unpacked, 'training-parameters.json');
    const files = assembleVersion({
      useCase: parseWith(useCaseSchema, json(input('specification/usecase.json')), 'usecase.json', {
        quoteValues: true,
      }),
      snapshot: readFileSync(input('snapshot', snapshotName)),
      snapshotHash: environment['SNAPSHOT_HASH'] ?? '',
      snapshotName,
      holdout: readFileSync(input('test/holdout.csv')),
      model: readFileSync(path.join(unpacked, 'model.json'), 'utf8'),
      crossValidation: json(path.join(unpacked, 'cross-validation.json')),
      trainingParameters: existsSync(parameters) ? json(parameters) : {},
      traffic: existsSync(traffic) ? readFileSync(traffic) : undefined,
      scores: existsSync(scores) ? json(scores) : undefined,
      now,
    });
    mkdirSync(output, { recursive: true });
    const write = (name: string, content: string | Uint8Array): void => {
      writeFileSync(path.join(output, `.${name}.part`), content);
      renameSync(path.join(output, `.${name}.part`), path.join(output, name));
    };
    for (const name of [...Object.values(networkFiles), learningFile])
      if (existsSync(path.join(unpacked, name))) write(name, readFileSync(path.join(unpacked, name)));
    if (existsSync(scores)) write(trainingFiles.scores, readFileSync(scores));
    // In their order: done.json is the last.
    for (const [name, text] of Object.entries(files)) write(name, text);
  } finally {
    rmSync(unpacked, { recursive: true, force: true });
  }
}

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

function theOnly(folder: string, ending: string): string {
  const [name, ...others] = readdirSync(folder).filter((one) => one.endsWith(ending));
  if (name !== undefined && others.length === 0) return name;
  throw new InvalidInputError('input snapshot', [
    {
      field: folder,
      got: `${name === undefined ? 0 : others.length + 1} files`,
      expected: `one ${ending} file`,
    },
  ]);
}
