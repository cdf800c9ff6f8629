import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { setTimeout as wait } from 'node:timers/promises';
import { UsageError } from '../errors.ts';
import { alarmRings, lambdaAlias } from './aws.ts';
import { AliasChangedError, ShiftRefusedError, shiftTraffic } from './shift.ts';

export interface ShiftArguments {
  readonly function: string;
  readonly alias: string;
  readonly to: string;
  readonly alarm?: string;
  readonly share: number;
  readonly bakeMinutes: number;
  readonly atOnce: boolean;
  readonly region?: string;
}

/** @returns 0 where the new version has the traffic, 1 where the old one serves again. @throws UsageError. */
export async function runShiftTraffic(asked: ShiftArguments): Promise<number> {
  const { alarm, atOnce } = asked;
  if (!atOnce && alarm === undefined)
    throw new UsageError(
      '--alarm: got nothing, expected the alarm that is watched, or --at-once to watch none',
    );
  const settings = asked.region === undefined ? {} : { region: asked.region };
  const giveUp = new AbortController();
  const stop = (): void => {
    giveUp.abort();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const line = await shiftTraffic(
      {
        alias: lambdaAlias(new LambdaClient(settings), asked.function, asked.alias),
        rings: alarmRings(new CloudWatchClient(settings), alarm ?? ''),
        // A signal ends the waiting, not the program: the old version must get its traffic back first.
        wait: (seconds) => wait(seconds * 1000, undefined, { signal: giveUp.signal }).catch(() => undefined),
        say: (text) => process.stdout.write(`${text}\n`),
        signal: giveUp.signal,
      },
      {
        to: asked.to,
        share: atOnce ? undefined : asked.share / 100,
        bakeSeconds: asked.bakeMinutes * 60,
      },
    );
    process.stdout.write(`${asked.function}:${asked.alias}: ${line}\n`);
    return 0;
  } catch (error) {
    if (error instanceof ResourceNotFoundException)
      throw new UsageError(
        `${asked.function}:${asked.alias}: got no such function, alias or version ${asked.to}, expected those that npm run deploy put out`,
      );
    if (!(error instanceof ShiftRefusedError || error instanceof AliasChangedError)) throw error;
    process.stderr.write(`${asked.function}:${asked.alias}: ${error.message}\n`);
    return 1;
  } finally {
    process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop);
  }
}
