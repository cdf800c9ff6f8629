import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { InvalidInputError } from '../../domain/validation/parse.ts';
import { ServiceUnavailableError } from '../../domain/retraining/errors.ts';
import { FolderObjectStore } from '../../local/adapters/folder-objects.ts';
import { VisionServers } from '../../local/inference/vision-servers.ts';
import { trainingProgram } from '../../local/pipelines/own-programs.ts';
import { skinLesion } from '../../usecases/skin-lesion.ts';
import { pythonOrSkip } from '../support/python.ts';
import { Untrained } from './untrained.ts';

const python = pythonOrSkip('vision');
const folder = await mkdtemp(path.join(tmpdir(), 'modelkeep-vision-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

(python === undefined ? describe.skip : describe)('inference servers on this machine', () => {
  const objects = new FolderObjectStore(path.join(folder, 'objects'));
  const networks = path.join(folder, 'networks');
  const program = python === undefined ? undefined : trainingProgram(skinLesion);
  const servers = new VisionServers({ objects, folder: networks, programOf: () => program! });
  const versionOf = (n: number) => ({ useCase: 'skin-lesion', modelKey: `executions/e${n}/model.json` });
  let photograph: { bytes: Uint8Array; contentType: 'image/jpeg' };

  beforeAll(async () => {
    const untrained = new Untrained(program!, folder);
    const [drawn = ''] = untrained.photographs();
    for (const n of [1, 2, 3]) {
      const to = await untrained.network(n);
      for (const name of ['network.onnx', 'network.json'])
        await objects.put(`executions/e${n}/${name}`, await readFile(path.join(to, name)));
    }
    photograph = { bytes: await readFile(drawn), contentType: 'image/jpeg' };
  }, 240_000);
  afterAll(() => servers.close());

  test('a network answers with its name, a probability for each diagnosis, and the figures of the photograph', async () => {
    const answer = await servers.invoke(versionOf(1), photograph);
    const described = JSON.parse(await readFile(path.join(folder, 'model-1/network.json'), 'utf8')) as {
      networkHash: string;
    };
    expect(answer.networkHash).toBe(described.networkHash);
    expect(Object.values(answer.classes).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
    const { positive } = skinLesion.data.images!.classes;
    const side = positive.reduce((sum, name) => sum + answer.classes[name]!, 0);
    expect(answer.probability).toBeCloseTo(side, 6);
    for (const { name } of skinLesion.data.features) expect(typeof answer.figures[name]).toBe('number');
    // The same photograph, asked by several at once, is the same answer.
    const many = await Promise.all(
      Array.from({ length: 20 }, () => servers.invoke(versionOf(1), photograph)),
    );
    for (const one of many) expect(one.probability).toBeCloseTo(answer.probability, 5);
  }, 120_000);

  test('a file that is no photograph is refused as such', async () => {
    const broken = { bytes: Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2), contentType: 'image/jpeg' } as const;
    await expect(servers.invoke(versionOf(1), broken)).rejects.toThrow(InvalidInputError);
  }, 60_000);

  test('two versions answer side by side; a third ends the one that was not asked for longest, and its files', async () => {
    const [one, two] = await Promise.all([1, 2].map((n) => servers.invoke(versionOf(n), photograph)));
    expect(one?.networkHash).not.toBe(two?.networkHash);
    // After a rollback the first one serves again.
    await servers.invoke(versionOf(1), photograph);
    await servers.invoke(versionOf(3), photograph);
    const there = (n: number) => existsSync(path.join(networks, `executions/e${n}`));
    expect([1, 2, 3].map(there)).toEqual([true, false, true]);
  }, 180_000);

  test('a damaged network does not start, and says why; the next try starts anew', async () => {
    await objects.put('executions/e4/network.onnx', 'damaged');
    await objects.put(
      'executions/e4/network.json',
      await readFile(path.join(folder, 'model-1/network.json')),
    );
    const told = await servers.invoke(versionOf(4), photograph).catch((error: unknown) => error);
    expect(told).toBeInstanceOf(ServiceUnavailableError);
    expect(String(told)).toMatch(/network\.onnx: got SHA-256 .* it was changed or damaged/);
    await objects.put(
      'executions/e4/network.onnx',
      await readFile(path.join(folder, 'model-1/network.onnx')),
    );
    expect((await servers.invoke(versionOf(4), photograph)).probability).toBeGreaterThan(0);
  }, 180_000);

  test('without its program it says what to do, and blames no request', async () => {
    const without = new VisionServers({
      objects,
      folder: networks,
      programOf: () => {
        throw new InvalidInputError('Python environment', [
          { field: '.venv/vision', got: 'nothing', expected: 'made by `npm run setup:python -- vision`' },
        ]);
      },
    });
    const told = await without.invoke(versionOf(1), photograph).catch((error: unknown) => error);
    expect(told).toBeInstanceOf(ServiceUnavailableError);
    expect(String(told)).toContain('npm run setup:python -- vision');
    await without.close();
  });

  test('closed, it answers nobody', async () => {
    await servers.close();
    await expect(servers.invoke(versionOf(3), photograph)).rejects.toThrow('the platform is closing');
  });
});
