/**
 * Stands for every image: reads what SageMaker's folder contract gives, and leaves what it asks for. By its environment it
 * fails (FAIL), waits to be stopped (HANG=polite), or does not let itself be stopped (HANG=stubborn).
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setInterval } from 'node:timers';

const root = process.env.MODELKEEP_ML_ROOT ?? '/opt/ml';
const at = (...names) => path.join(root, ...names);
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));
const score = Number(process.env.SCORE ?? 0.97);
const isProcessing = existsSync(at('config/processingjobconfig.json'));

console.log(`called with ${JSON.stringify(process.argv.slice(2))}`);
if (process.env.FAIL) {
  console.log('line one of the log');
  console.error('line two of the log');
  if (process.env.FAIL !== 'silently')
    writeFileSync(at(isProcessing ? 'output/message' : 'output/failure'), process.env.FAIL);
  process.exit(3);
}
if (process.env.HANG) {
  process.on('SIGTERM', () => {
    if (process.env.HANG !== 'polite') return;
    writeFileSync(at('checkpoints/epoch-3.txt'), 'weights');
    process.exit(0);
  });
  setInterval(() => undefined, 1000);
  console.log('ready');
} else if (isProcessing) processing();
else training();

function processing() {
  const { ProcessingInputs: inputs = [], ProcessingOutputConfig: config } = json(
    at('config/processingjobconfig.json'),
  );
  const seen = inputs.map(({ InputName, S3Input }) => {
    const folder = S3Input.LocalPath.replace('/opt/ml', root);
    return [InputName, readdirSync(folder).sort()];
  });
  for (const { OutputName, S3Output } of config.Outputs) {
    const folder = S3Output.LocalPath.replace('/opt/ml', root);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `${OutputName}.csv`), `x\n${process.env.ROWS ?? 1}\n`);
    writeFileSync(path.join(folder, 'seen.json'), JSON.stringify(Object.fromEntries(seen)));
    if (OutputName !== 'evaluation' || process.env.NO_EVALUATION) continue;
    const names = ['accuracy', 'precision', 'recall', 'rocAuc'];
    const metrics = Object.fromEntries(names.map((name) => [name, score]));
    writeFileSync(
      path.join(folder, 'evaluation.json'),
      JSON.stringify({ metrics: { ...metrics, brier: 1 - score, auc: { value: score } } }),
    );
  }
}

function training() {
  const hyperparameters = json(at('input/config/hyperparameters.json'));
  const channels = Object.keys(json(at('input/config/inputdataconfig.json')));
  const toolkit = channels.map((name) => process.env[`SM_CHANNEL_${name.toUpperCase()}`] ?? 'missing');
  console.log(`auc=${score}`);
  console.log(`metric rocAuc=${score}`);
  writeFileSync(
    at('model/model.json'),
    JSON.stringify({
      hyperparameters,
      files: Object.fromEntries(channels.map((name, i) => [name, readdirSync(toolkit[i]).sort()])),
      hosts: json(at('input/config/resourceconfig.json')).hosts,
      checkpoints: readdirSync(at('checkpoints')),
    }),
  );
}
