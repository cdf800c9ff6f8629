import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { catalogOf } from '../../domain/usecase/catalog.ts';
import { trainingProgram } from '../../local/pipelines/own-programs.ts';
import { startPlatform, type Platform } from '../../local/platform.ts';
import { skinLesion } from '../../usecases/skin-lesion.ts';
import { axeViolations } from '../console/axe.ts';
import { browserOrSkip, signIn } from '../console/browser.ts';
import { shoot } from '../console/pages.ts';
import { putIntoService } from '../support/network-world.ts';
import { pythonOrSkip } from '../support/python.ts';
import { Untrained } from './untrained.ts';

const root = path.resolve(import.meta.dirname, '../..');
const python = pythonOrSkip('vision');
const folder = await mkdtemp(path.join(tmpdir(), 'modelkeep-photograph-'));
/** Of the page's picture, once it is whole. */
const loadedWidth = `document.querySelector('main img').decode().then(() => document.querySelector('main img').naturalWidth)`;
let browser: Browser | undefined;
let platform: Platform | undefined;
let photograph = '';

beforeAll(async () => {
  if (python === undefined) return;
  browser = await browserOrSkip();
  if (!browser) return;
  await promisify(execFile)(process.execPath, [path.join(root, 'console/build.ts')]);
  const untrained = new Untrained(trainingProgram(skinLesion), folder);
  photograph = untrained.photographs()[0] ?? '';
  const network = await untrained.network(1);
  platform = await startPlatform({
    home: path.join(folder, 'home'),
    port: 0,
    console: path.join(root, 'console/dist'),
    schedules: false,
    defaultUseCase: skinLesion.name,
    useCases: catalogOf([skinLesion]),
  });
  const onnx = await readFile(path.join(network, 'network.onnx'));
  await platform.objects.put('executions/skin-lesion-1/network.onnx', onnx);
  await platform.objects.put(
    'executions/skin-lesion-1/network.json',
    await readFile(path.join(network, 'network.json')),
  );
  const sha256 = createHash('sha256').update(onnx).digest('hex');
  await putIntoService(platform, 1, new Date().toISOString(), { sha256, bytes: onnx.length });
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await platform?.close();
  await rm(folder, { recursive: true, force: true });
});

test('a clinician sends a photograph, sees it before, and reads what it may be', async () => {
  if (!browser || !platform) return;
  const { page, context, mistakes } = await signIn(browser, platform.url, 'carl.clinician');
  await page.goto(`${platform.url}/skin-lesion/predict`);
  await page.getByRole('heading', { name: 'Predict', level: 1 }).waitFor();
  expect(await page.getByRole('tab').count()).toBe(0);
  const choose = page.getByLabel(/Drop a photograph here/);

  await choose.setInputFiles({
    name: 'notes.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('no photograph'),
  });
  await page.getByText('This is neither a JPEG nor a PNG.').waitFor();
  expect(await page.getByRole('button', { name: 'Predict' }).isDisabled()).toBe(true);

  await page.locator('input[type=file]').setInputFiles(photograph);
  const preview = page.getByRole('img', { name: 'The photograph that you have chosen' });
  await preview.waitFor();
  const width = await page.evaluate<number>(loadedWidth);
  expect(width).toBe(64);
  await page.getByLabel('Patient identifier (optional)').fill('MRN-1');
  await page.getByRole('button', { name: 'Predict' }).click();
  await page.getByRole('heading', { name: 'What it may be' }).waitFor({ timeout: 60_000 });
  expect(await page.getByRole('list', { name: 'Diagnoses' }).getByRole('listitem').count()).toBe(7);
  await page.getByText('Decision support:').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await shoot(page, 'predict-photograph-light-desktop');

  await page.goto(`${platform.url}/skin-lesion/review`);
  await page.getByRole('button', { name: 'Show the photograph (this is noted)' }).click();
  const kept = page.getByRole('img', { name: 'The photograph that was predicted' });
  await kept.waitFor();
  expect(await page.evaluate<number>(loadedWidth)).toBe(64);
  expect(await axeViolations(page)).toEqual([]);
  await shoot(page, 'review-photograph-light-desktop');
  expect(mistakes).toEqual([]);
  await context.close();
}, 120_000);
