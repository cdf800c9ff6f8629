import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { storyData } from '../../cli/story/traffic.ts';
import type { Patient, StoryData } from '../../cli/story/story-data.ts';
import { createClient, type ApiClient } from '../../domain/api/index.ts';
import { catalogOf } from '../../domain/usecase/catalog.ts';
import { startPlatform, type Platform } from '../../local/platform.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';

const root = path.resolve(import.meta.dirname, '../..');
export const useCase = breastCancer.name;

export interface Ward {
  readonly platform: Platform;
  readonly data: StoryData;
  /** The API in the name of somebody. */
  as(user: string): ApiClient;
  predict(patients: readonly Patient[], confirm: boolean): Promise<void>;
  /** Trains and approves, by two different persons. */
  firstVersion(): Promise<void>;
  close(): Promise<void>;
}

/** A platform of its own with the console, for a use case that asks for two persons to approve. */
export async function openWard(): Promise<Ward> {
  await promisify(execFile)(process.execPath, [path.join(root, 'console/build.ts')]);
  const home = await mkdtemp(path.join(tmpdir(), 'modelkeep-console-'));
  const data = await storyData(breastCancer, {});
  const platform = await startPlatform({
    home,
    port: 0,
    console: path.join(root, 'console/dist'),
    schedules: false,
    warmTraining: true,
    defaultUseCase: useCase,
    baseTables: { [useCase]: data.baseCsv },
    useCases: catalogOf([
      {
        ...breastCancer,
        retraining: { ...breastCancer.retraining, twoPersonApproval: true, cooldownHours: 0 },
      },
    ]),
  });
  const as = clients(platform.url);
  return {
    platform,
    data,
    as,
    predict: (patients, confirm) => predictAll(as('carl.clinician'), patients, confirm),
    async firstVersion() {
      const { executionName } = await as('adam.admin').retrain({
        body: { useCase, reason: 'first-version' },
      });
      await waitFor(
        async () =>
          (await as('anna.approver').listModels({ query: { useCase } })).models[0]?.status ===
          'PendingManualApproval',
      );
      await retried(() => as('anna.approver').approveModel({ params: { version: '1' }, body: { useCase } }));
      await waitFor(
        async () =>
          (await as('rita.reader').getExecution({ params: { name: executionName }, query: { useCase } }))
            .status !== 'Running',
      );
    },
    async close() {
      await platform.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function clients(url: string): (user: string) => ApiClient {
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = async (user: string): Promise<string> => {
    const response = await fetch(`${url}/oidc/demo-token`, {
      method: 'POST',
      body: JSON.stringify({ user }),
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    return token;
  };
  return (user) => {
    const token = tokens.get(user) ?? tokenOf(user);
    tokens.set(user, token);
    return createClient({ baseUrl: url, fetch, token: () => token });
  };
}

const atOnce = 8;

async function predictAll(client: ApiClient, patients: readonly Patient[], confirm: boolean): Promise<void> {
  const confirmations: { id: string; diagnosis: 0 | 1 }[] = [];
  for (let i = 0; i < patients.length; i += atOnce)
    await Promise.all(
      patients.slice(i, i + atOnce).map(async ({ features, patientId, diagnosis }) => {
        const { id } = await client.predict({ body: { useCase, features, patientId } });
        confirmations.push({ id, diagnosis });
      }),
    );
  if (confirm) await client.confirmDiagnoses({ body: { useCase, confirmations } });
}

/** The question is put a moment after the version is there. */
async function retried<T>(act: () => Promise<T>): Promise<T> {
  for (let i = 0; ; i += 1) {
    try {
      return await act();
    } catch (error) {
      if (i > 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** @throws Error after twenty seconds. */
export async function waitFor(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 400; i += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('what was waited for did not come within 20 s');
}
