import { parseWith } from '../../domain/validation/parse.ts';
import { callPlatform } from '../io/client.ts';
import { localTime, statusSchema, type StatusView } from '../io/views.ts';

export interface StatusOptions {
  readonly url: string;
  readonly json: boolean;
}

/** `modelkeep status`: what serves, since when, what drift and retraining say. */
export async function runStatus(options: StatusOptions): Promise<number> {
  const { useCases } = parseWith(
    statusSchema,
    await callPlatform(options, 'GET', '/status'),
    'answer of GET /status',
  );
  process.stdout.write(
    options.json ? `${JSON.stringify(useCases)}\n` : `${useCases.map(inWords).join('\n\n')}\n`,
  );
  return 0;
}

function inWords(status: StatusView): string {
  const { live, drift, running, lastExecution, counts } = status;
  const figure = (name: string): string => `${name} ${live?.metrics[name]?.toFixed(4) ?? '–'}`;
  const more = ({ count, more: beyond }: { count: number; more: boolean }): string =>
    `${count}${beyond ? ' or more' : ''}`;
  return [
    `${status.useCase}  ${status.title}`,
    ...(status.paused
      ? [
          `  PAUSED by ${status.switch?.by ?? 'somebody'}: ${status.switch?.reason ?? ''}; no predictions, no retraining`,
        ]
      : []),
    live
      ? `  serves      version ${live.version} since ${localTime(live.since)} (${figure('accuracy')}, ${figure('rocAuc')})`
      : '  serves      nothing yet; `modelkeep retrain` trains a first version',
    `  predictions ${more(counts.pendingPredictions)} wait for a diagnosis, ${more(counts.confirmedPredictions)} confirmed`,
    `  drift       ${drift ? drift.sentence : 'no window judged yet'}`,
    running
      ? `  retraining  ${running.name} runs since ${localTime(running.startedAt)} (${running.trigger.reason})`
      : `  retraining  ${lastExecution ? `${lastExecution.outcome ?? lastExecution.status}, ${localTime(lastExecution.endedAt ?? lastExecution.startedAt)} (${lastExecution.trigger.reason})` : 'none yet'}`,
  ].join('\n');
}
