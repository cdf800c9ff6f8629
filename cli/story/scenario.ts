import { setTimeout as sleep } from 'node:timers/promises';
import { driftChart } from '../../domain/drift/report/terminal.ts';
import { metricsTable } from '../io/metrics.ts';
import type { DriftCheck, ExecutionView, ModelView, StoryApi } from './api.ts';
import { follow } from './follow.ts';
import type { Narrator } from './narrator.ts';
import type { StoryResult } from './result.ts';
import type { Patient, StoryData } from './story-data.ts';

/** Patients in one window: enough to see a shift of a standard deviation in one window in 9 of 10 cases. */
const windowSize = 80;
const windowsAfter = 3;
/** Requests under way at once: a small ward, not a load test. */
const atOnce = 8;
const betweenPatientsMilliseconds = 5;
/** A pipeline of jobs takes this many times longer than a training in a function: the ward sends no more than before. */
const jobsFactor = 10;
/** Four Python programs on a busy machine. */
const jobsPatienceSeconds = 600;

export interface StoryPace {
  /** Whether a pipeline of jobs trains, and no function. */
  readonly jobs: boolean;
}

interface Visit {
  readonly correct: number;
  readonly sent: number;
}

/** The story from the first version to the one that answers the drift, told as it happens. */
export async function playStory(
  api: StoryApi,
  data: StoryData,
  narrator: Narrator,
  pace: StoryPace = { jobs: false },
): Promise<StoryResult> {
  const begun = performance.now();
  const { telling } = data;
  const patience = pace.jobs ? { patienceSeconds: jobsPatienceSeconds } : {};

  narrator.chapter('A first version');
  for (const note of telling.notes) narrator.say(note);
  narrator.say(`${data.baseRows} ${telling.rows} train version 1; the other patients come later.`);
  const firstRun = await api.retrain('first-version', 'the first version of the story');
  await retraining(api, narrator, firstRun, patience);
  const first = await versionOf(api, firstRun);
  narrator.say(`Version ${first.version} serves. On held-out rows:`);
  narrator.block(metricsTable(first.metrics));

  narrator.chapter(telling.visits);
  await visit(api, narrator, data.nextPatients(windowSize, false));
  await judge(api, narrator);

  narrator.chapter(telling.change);
  let drift: Extract<DriftCheck, { status: 'judged' }> | undefined;
  for (let window = 0; window < 4 && !drift?.event; window += 1) {
    await visit(api, narrator, data.nextPatients(windowSize, true));
    const judged = await judge(api, narrator);
    if (judged.status === 'judged') drift = judged;
  }
  if (!drift?.event) throw new Error('the drift was not noticed within four windows');

  narrator.chapter('Noticed: the state machine retrains by itself');
  const driftSeenAt = performance.now();
  const execution = await executionAfter(api, firstRun);
  const traffic = keepPredicting(api, data, betweenPatientsMilliseconds * (pace.jobs ? jobsFactor : 1));
  const ended = await retraining(api, narrator, execution, patience).finally(() => traffic.stop());
  const driftToDeployed = (performance.now() - driftSeenAt) / 1000;
  narrator.say(`${await traffic.stop()} predictions were answered meanwhile, ${api.failed} failed.`);
  const second = await versionOf(api, execution);
  narrator.say(`The gate, on held-out rows that neither version has learnt from:`);
  for (const reason of second.gateReasons) narrator.say(`· ${reason}`);
  narrator.block(metricsTable(second.metrics, second.championMetrics ?? undefined));

  narrator.chapter('The same traffic, the new version');
  let eventsAfter = 0;
  for (let window = 0; window < windowsAfter; window += 1) {
    await visit(api, narrator, data.nextPatients(windowSize, true));
    const judged = await judge(api, narrator);
    if (judged.status === 'judged' && judged.event) eventsAfter += 1;
  }

  const served = (await api.predict(data.nextPatients(1, true)[0] ?? fail()))?.modelMetadata.version ?? 0;
  return {
    useCase: api.useCase,
    notes: telling.notes,
    firstVersion: {
      version: first.version,
      accuracy: first.metrics['accuracy'] ?? 0,
      rocAuc: first.metrics['rocAuc'] ?? 0,
    },
    drift: { detected: drift.event, features: drift.features, psiMax: round(drift.psiMax) },
    retraining: {
      execution,
      outcome: ended.outcome ?? ended.status,
      states: (ended.states ?? []).map(({ name }) => name),
    },
    served: { before: first.version, after: served },
    predictions: { sent: api.sent, failed: api.failed },
    seconds: { total: round((performance.now() - begun) / 1000), driftToDeployed: round(driftToDeployed) },
    eventsAfter,
  };
}

async function retraining(
  api: StoryApi,
  narrator: Narrator,
  execution: string,
  patience: { readonly patienceSeconds?: number },
): Promise<ExecutionView> {
  const approve = async (model: ModelView) => {
    await api.approve(model.version);
    narrator.step('approved by dr.demo', 'cyan');
  };
  const ended = await follow(api, narrator, execution, approve, patience);
  if (ended.outcome !== 'Deployed')
    throw new Error(
      `the retraining ended ${ended.outcome ?? ended.status}: ${(ended.reasons ?? []).join('; ')}`,
    );
  return ended;
}

/** Patients are predicted and, a moment later, their diagnoses confirmed. */
async function visit(api: StoryApi, narrator: Narrator, patients: readonly Patient[]): Promise<Visit> {
  const confirmations: { id: string; diagnosis: 0 | 1 }[] = [];
  let correct = 0;
  for (let i = 0; i < patients.length; i += atOnce) {
    await Promise.all(
      patients.slice(i, i + atOnce).map(async (patient) => {
        const answer = await api.predict(patient);
        if (!answer) return;
        if (answer.prediction === patient.diagnosis) correct += 1;
        confirmations.push({ id: answer.id, diagnosis: patient.diagnosis });
      }),
    );
  }
  await api.confirm(confirmations);
  narrator.say(
    `${patients.length} patients predicted, ${confirmations.length} diagnoses confirmed: ${((100 * correct) / patients.length).toFixed(1)} % were right.`,
  );
  return { correct, sent: patients.length };
}

async function judge(api: StoryApi, narrator: Narrator): Promise<DriftCheck> {
  const check = await api.checkDrift();
  if (check.status !== 'judged') return check;
  narrator.say(check.sentence);
  // The chart comes with the confirmation: the first sight is one line.
  if (check.event)
    narrator.block(driftChart(await api.driftReport(check.windowId), { color: narrator.color }));
  return check;
}

/** The execution that the drift event has started; its name is the hash of its cause, so the story looks it up. */
async function executionAfter(api: StoryApi, earlier: string): Promise<string> {
  for (let tries = 0; tries < 2_000; tries += 1) {
    const found = (await api.executions()).find(({ name }) => name !== earlier);
    if (found) return found.name;
    await sleep(10);
  }
  throw new Error('the drift event has started no retraining within 20 s');
}

/** Goes on predicting until told to stop: a deployment must not be felt. */
function keepPredicting(
  api: StoryApi,
  data: StoryData,
  pauseMilliseconds: number,
): { stop(): Promise<number> } {
  const ward = new AbortController();
  let answered = 0;
  const run = (async () => {
    while (!ward.signal.aborted) {
      const [patient] = data.nextPatients(1, true);
      if (patient && (await api.predict(patient))) answered += 1;
      await sleep(pauseMilliseconds);
    }
  })();
  return {
    async stop() {
      ward.abort();
      await run;
      return answered;
    },
  };
}

async function versionOf(api: StoryApi, execution: string): Promise<ModelView> {
  const found = (await api.models()).find((model) => model.executionName === execution);
  if (!found) throw new Error(`execution ${execution} has registered no version`);
  return found;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

const fail = (): never => {
  throw new Error('the story ran out of patients');
};
