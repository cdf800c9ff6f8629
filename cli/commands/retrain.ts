import * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';
import { callPlatform } from '../io/client.ts';

export interface RetrainOptions {
  readonly url: string;
  readonly reason: string;
  readonly useCase?: string;
  readonly user: string;
  readonly json: boolean;
}

export const retrainAnswer = z.object({ status: z.string(), executionName: z.string() });
type RetrainAnswer = z.output<typeof retrainAnswer>;

const words: Readonly<Record<string, string>> = {
  Started: 'started',
  AlreadyStarted: 'had been started before',
  Superseded:
    'was not started: another retraining runs or waits for approval; it is recorded as superseded by',
  CoolingDown: 'was not started: the last retraining is too recent',
  Paused: 'was not started: the use case is paused',
};

/** `modelkeep retrain`: asks for a retraining by hand. */
export async function runRetrain(options: RetrainOptions): Promise<number> {
  const { reason, useCase } = options;
  const body = { reason, ...(useCase === undefined ? {} : { useCase }) };
  const answer = parseWith(
    retrainAnswer,
    await callPlatform(options, 'POST', '/retrain', body),
    'answer of POST /retrain',
  );
  sayRetraining(answer, options.json);
  return 0;
}

export function sayRetraining(answer: RetrainAnswer, json: boolean): void {
  process.stdout.write(
    json
      ? `${JSON.stringify(answer)}\n`
      : `the retraining ${words[answer.status] ?? answer.status}: ${answer.executionName}\n`,
  );
}
