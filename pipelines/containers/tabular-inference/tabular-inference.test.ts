import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ModelFeature } from '../../../domain/model/file/common.ts';
import { parseModel, serializeModel, type PortableModel } from '../../../domain/model/portable-model.ts';
import { compileScorer, vectorOf } from '../../../domain/model/scorer.ts';
import { seededRandom } from '../../../domain/numeric/random.ts';
import { commonOf, stump } from '../../../tests/support/model-files.ts';
import { bundleImage } from '../bundle.ts';

/** The bundled program as a process of its own, as the image runs it. */
const folder = mkdtempSync(path.join(tmpdir(), 'modelkeep-inference-'));
const features: ModelFeature[] = [
  { name: 'age', kind: 'numeric', unit: 'a', range: { min: 0, max: 120 }, mean: 50, sd: 10 },
  { name: 'site', kind: 'categorical', categories: ['north', 'south'], mean: [0.5, 0.5], sd: [0.5, 0.5] },
  { name: 'weight', kind: 'numeric', mean: 80, sd: 12 },
];
const common = commonOf(features);
const models: Readonly<Record<string, PortableModel>> = {
  'logistic-regression': {
    ...common,
    kind: 'logistic-regression',
    hyperparameters: { C: 1, seed: 7, folds: 5 },
    coefficients: [1.2, -0.4, 0.4, 0.7],
    intercept: -0.3,
  },
  svm: {
    ...common,
    kind: 'svm',
    gamma: 0.3,
    supportVectors: [
      [0.1, 1, -1, 0.3],
      [-0.7, -1, 1, 0.9],
    ],
    dualCoefficients: [1.5, -0.5],
    intercept: 0.1,
    calibration: { a: -1.5, b: 0.1 },
  },
  'random-forest': {
    ...common,
    kind: 'random-forest',
    trees: [stump(0, 55, 0.2, 0.9), stump(3, 80, 0.4, 0.7)],
  },
  xgboost: {
    ...common,
    kind: 'xgboost',
    baseMargin: -0.5,
    trees: [stump(0, 55, -0.5, 1.5), stump(1, 0.5, 0.25, -0.5)],
  },
};
const modelFolder = (kind: string): string => path.join(folder, kind, 'model');

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
  readonly log: () => string;
}
interface Got {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

let program = '';
let single: Running;
let several: Running;

async function start(environment: Readonly<Record<string, string>>): Promise<Running> {
  const child = spawn(process.execPath, [program, 'serve'], {
    env: { ...process.env, SAGEMAKER_BIND_TO_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let log = '';
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`the server ended with ${code}`));
    });
    child.stdout.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      const port = /"msg":"listening".*"port":(\d+)/.exec(log)?.[1];
      if (port !== undefined) resolve({ child, port: Number(port), log: () => log });
    });
  });
}

function call(
  { port }: Running,
  method: string,
  route: string,
  body: string | Uint8Array = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path: route, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          text: Buffer.concat(chunks).toString(),
        });
      });
    });
    // A body that was refused is not read to its end.
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') reject(error);
    });
    sent.end(body);
  });
}
const invoke = (body: string | Uint8Array, type = 'application/json', headers: Record<string, string> = {}) =>
  call(single, 'POST', '/invocations', body, { 'content-type': type, ...headers });

interface Predicted {
  readonly predictions: readonly {
    readonly probability: number;
    readonly explanation: {
      readonly explains: string;
      readonly base: number;
      readonly contributions: readonly { readonly feature: string; readonly contribution: number }[];
    };
  }[];
}

const cells = { age: 61.5, site: 'south', weight: 92.25 };
const byPlace = Object.values(cells);
const scoreOf = (kind: string, values: readonly (number | string | null)[] = byPlace): number => {
  const model = models[kind]!;
  return compileScorer(model).score(vectorOf(model, values)).probability;
};

beforeAll(async () => {
  program = path.join(await bundleImage('tabular-inference', path.join(folder, 'image')), 'main.js');
  for (const [kind, model] of Object.entries(models)) {
    mkdirSync(modelFolder(kind), { recursive: true });
    writeFileSync(
      path.join(modelFolder(kind), 'model.json'),
      serializeModel(parseModel(serializeModel(model))),
    );
  }
  [single, several] = await Promise.all([
    start({ MODELKEEP_ML_ROOT: path.join(folder, 'xgboost'), MAX_BODY_BYTES: '4000000' }),
    start({ SAGEMAKER_MULTI_MODEL: 'true', MAX_MODELS: '4' }),
  ]);
});
afterAll(() => {
  single.child.kill('SIGKILL');
  several.child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('one model', () => {
  test('/ping says that it is ready', async () => {
    expect(await call(single, 'GET', '/ping')).toMatchObject({ status: 200 });
  });

  test('every way to write a row gives the same score', async () => {
    const probability = scoreOf('xgboost');
    const jsonBodies: unknown[] = [
      { features: cells },
      { features: byPlace },
      { instances: [cells] },
      { instances: [byPlace] },
      { instances: [{ features: byPlace }] },
      [byPlace],
      [cells],
      byPlace,
      cells,
    ];
    for (const body of jsonBodies) {
      const { status, text } = await invoke(JSON.stringify(body));
      expect([status, JSON.parse(text)]).toEqual([
        200,
        {
          predictions: [{ prediction: 1, label: 'yes', probability }],
          model: {
            kind: 'xgboost',
            trainedAt: common.trainedAt,
            dataHash: common.dataHash,
            targetNames: ['no', 'yes'],
          },
        },
      ]);
    }
    const line = `1,${probability}\n`;
    for (const csv of ['61.5,south,92.25', '"61.5", south ,92.25\r\n', 'weight,site,age\n92.25,south,61.5\n'])
      expect(await invoke(csv, 'text/csv')).toMatchObject({ status: 200, text: line });
    const lines = `${JSON.stringify(cells)}\n${JSON.stringify({ features: byPlace })}\n`;
    const answer = `${JSON.stringify({ prediction: 1, label: 'yes', probability })}\n`;
    expect(await invoke(lines, 'application/jsonlines')).toMatchObject({
      status: 200,
      text: answer.repeat(2),
    });
    expect(await invoke(lines, 'application/jsonlines', { accept: 'text/csv' })).toMatchObject({
      text: line.repeat(2),
    });
  });

  test('what is not known is missing, not an error', async () => {
    const probability = scoreOf('xgboost', [null, null, null]);
    const { text } = await invoke(',?,NA\n', 'text/csv', { accept: 'application/json' });
    expect(JSON.parse(text)).toMatchObject({ predictions: [{ probability }] });
    const nulls = await invoke('{"features":{"age":null,"site":null,"weight":null}}');
    expect(JSON.parse(nulls.text)).toMatchObject({ predictions: [{ probability }] });
  });

  test('explanations come on request and add up', async () => {
    const asked = [
      await invoke(JSON.stringify({ features: cells, explain: true })),
      await invoke('61.5,south,92.25', 'text/csv', {
        accept: 'application/json',
        'x-amzn-sagemaker-custom-attributes': 'trace=1, explain=true',
      }),
    ];
    for (const { status, text } of asked) {
      expect(status).toBe(200);
      const { probability, explanation } = (JSON.parse(text) as Predicted).predictions[0]!;
      const sum = explanation.contributions.reduce(
        (total, { contribution }) => total + contribution,
        explanation.base,
      );
      expect(explanation.explains).toBe('log-odds');
      expect(explanation.contributions.map(({ feature }) => feature)).toEqual(['age', 'site', 'weight']);
      expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(probability, 12);
    }
  });

  test('a large request does not keep /ping waiting', async () => {
    const random = seededRandom(3);
    const rows = Array.from(
      { length: 200_000 },
      () => `${40 + random.below(50)},north,${60 + random.below(50)}`,
    );
    const state = { answered: false };
    const large = invoke(rows.join('\n'), 'text/csv').finally(() => (state.answered = true));
    const waits: number[] = [];
    while (!state.answered) {
      const asked = performance.now();
      expect(await call(single, 'GET', '/ping')).toMatchObject({ status: 200 });
      waits.push(performance.now() - asked);
    }
    // SageMaker waits for two seconds.
    expect(Math.max(...waits)).toBeLessThan(2_000);
    expect(waits.length).toBeGreaterThan(3);
    expect((await large).text.trimEnd().split('\n')).toHaveLength(200_000);
  });

  const wrong: [string, string | Uint8Array, string, number, string[]][] = [
    [
      'above the range',
      '{"features":[777,"north",80]}',
      'application/json',
      400,
      ['row 1, age', 'above the range', '0 to 120 in a'],
    ],
    [
      'another category',
      '61,westnorthwest,80\n',
      'text/csv',
      400,
      ['row 1, site', 'another text', 'north, south'],
    ],
    [
      'text for a number',
      '61,north,80\n61,north,heavy777',
      'text/csv',
      400,
      ['row 2, weight', 'text of 8 characters'],
    ],
    ['decimal comma', '{"features":["61,777","north",80]}', 'application/json', 400, ['decimal comma']],
    ['too few cells', '61,north', 'text/csv', 400, ['2 values', '3, in the order age, site, weight']],
    [
      'a name missing',
      '{"features":{"age":61,"site":"north"}}',
      'application/json',
      400,
      ['weight: got nothing'],
    ],
    [
      'a name unknown',
      '{"age":61,"site":"north","weight":80,"patient":3}',
      'application/json',
      400,
      ['an unknown feature'],
    ],
    ['an object for a number', '{"features":[{"a":777},"north",80]}', 'application/json', 400, ['an object']],
    ['too large for 32 bits', '{"features":[61,"north",1e77]}', 'application/json', 400, ['too large']],
    ['no row', '{"instances":[]}', 'application/json', 400, ['at least one row']],
    ['nothing', '', 'text/csv', 400, ['at least one row']],
    ['no JSON', '{"features": 777', 'application/json', 400, ['no JSON']],
    ['a text', '"777"', 'application/json', 400, ['neither an object nor an array']],
    ['not UTF-8', Uint8Array.of(0xff, 0xfe, 0x37), 'text/csv', 400, ['UTF-8']],
    ['an open quote', '"777,north,80', 'text/csv', 400, ['quotes closed']],
    ['another type', 'x', 'image/jpeg', 415, ['text/csv']],
    ['no type', '61,north,80', '', 415, ['got none']],
    ['too much', 'x'.repeat(4_000_001), 'text/csv', 413, ['4000000 bytes']],
  ];
  test.each(wrong)('%s: told, without the value', async (_, body, type, status, parts) => {
    const got = await invoke(body, type);
    expect([got.status, got.type]).toEqual([status, 'application/problem+json']);
    for (const part of parts) expect(got.text).toContain(part);
    expect(got.text).not.toMatch(/777|westnorthwest|heavy/);
  });

  test('problems of many rows are cut short', async () => {
    const { text } = await invoke('999,x,y\n'.repeat(500), 'text/csv');
    expect((JSON.parse(text) as { errors: unknown[] }).errors).toHaveLength(20);
  });

  test('what the answer cannot be is 406, what is not there 404', async () => {
    const explain = { 'x-amzn-sagemaker-custom-attributes': 'explain=true' };
    expect(await invoke('61,north,80', 'text/csv', explain)).toMatchObject({ status: 406 });
    expect(await invoke('61,north,80', 'text/csv', { accept: 'image/png' })).toMatchObject({ status: 406 });
    expect(await call(single, 'GET', '/models')).toMatchObject({ status: 404 });
    expect(await call(single, 'GET', '/invocations')).toMatchObject({ status: 404 });
    expect(await call(single, 'GET', '/execution-parameters')).toMatchObject({ status: 200 });
  });

  test('the log holds no value', () => {
    expect(single.log()).toContain('"route":"/invocations","status":400');
    expect(single.log()).not.toMatch(/777|westnorthwest|heavy|61\.5|92\.25|patient/);
  });

  test('SIGTERM ends it with code 0', async () => {
    const { child } = await start({ MODELKEEP_ML_ROOT: path.join(folder, 'svm') });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});

describe('a multi-model endpoint', () => {
  const load = (name: string, url: string) =>
    call(several, 'POST', '/models', JSON.stringify({ model_name: name, url }));

  test('every kind is loaded by name, scores as the library of the platform does, and is unloaded', async () => {
    for (const kind of Object.keys(models)) {
      expect(await load(kind, modelFolder(kind))).toMatchObject({ status: 200 });
      const { status, text } = await call(several, 'POST', `/models/${kind}/invoke`, '61.5,south,92.25', {
        'content-type': 'text/csv',
      });
      expect([status, Number(text.trim().split(',')[1])]).toEqual([200, scoreOf(kind)]);
    }
    const list = await call(several, 'GET', '/models');
    expect((JSON.parse(list.text) as { models: unknown[] }).models).toHaveLength(4);
    expect(await load('svm', modelFolder('svm'))).toMatchObject({ status: 409 });
    expect(await load('fifth', modelFolder('svm'))).toMatchObject({ status: 507 });
    expect(await call(several, 'DELETE', '/models/svm')).toMatchObject({ status: 200 });
    expect(await call(several, 'GET', '/models/svm')).toMatchObject({ status: 404 });
    expect(await call(several, 'POST', '/models/svm/invoke', '1,north,1')).toMatchObject({ status: 404 });
    expect(await call(several, 'GET', '/models/xgboost')).toMatchObject({
      status: 200,
      text: JSON.stringify({ modelName: 'xgboost', modelUrl: modelFolder('xgboost') }),
    });
  });

  test('what cannot be loaded is told', async () => {
    expect(await load('none', path.join(folder, 'nowhere'))).toMatchObject({ status: 400 });
    expect(await call(several, 'POST', '/models', '{}')).toMatchObject({ status: 400 });
    expect(await call(several, 'POST', '/models', '{')).toMatchObject({ status: 400 });
    expect(await call(several, 'GET', '/models/%E0%A4%A')).toMatchObject({ status: 400 });
  });
});

describe('the program', () => {
  const run = (args: string[], environment: Record<string, string> = {}) => {
    const { status, stderr } = spawnSync(process.execPath, [program, ...args], {
      env: { ...process.env, ...environment },
      encoding: 'utf8',
    });
    return { status, stderr };
  };

  test('without a model, or with a broken one, it ends and says so', () => {
    const broken = path.join(folder, 'broken', 'model');
    mkdirSync(broken, { recursive: true });
    writeFileSync(path.join(broken, 'model.json'), '{"schemaVersion": 1, "kind": "svm"');
    expect(run(['serve'], { MODELKEEP_ML_ROOT: path.join(folder, 'nowhere') })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('ENOENT'),
    });
    expect(run(['serve'], { MODELKEEP_ML_ROOT: path.dirname(broken) })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('breaks off'),
    });
    expect(run(['serve'], { SAGEMAKER_BIND_TO_PORT: 'http' })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('SAGEMAKER_BIND_TO_PORT'),
    });
    expect(run(['train'])).toMatchObject({ status: 2, stderr: expect.stringContaining('serve or assemble') });
  });

  test('the image carries the Assemble step, runs as nobody special and opens its port to the outside', () => {
    const root = path.join(folder, 'assemble');
    mkdirSync(root, { recursive: true });
    expect(run(['assemble'], { MODELKEEP_ML_ROOT: root })).toMatchObject({ status: 1 });
    expect(readFileSync(path.join(root, 'output/message'), 'utf8')).toContain('snapshot');
    const dockerfile = readFileSync(path.join(path.dirname(program), 'Dockerfile'), 'utf8');
    expect(dockerfile).toMatch(/^FROM node:24\.\d+\.\d+-bookworm-slim$/m);
    expect(dockerfile.lastIndexOf('USER 1000:1000')).toBeGreaterThan(dockerfile.lastIndexOf('RUN'));
    expect(dockerfile).toContain('MODELKEEP_BIND_ADDRESS=0.0.0.0');
  });
});
