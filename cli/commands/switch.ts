import { callPlatform } from '../io/client.ts';

export interface SwitchOptions {
  readonly url: string;
  readonly useCase: string;
  readonly reason: string;
  readonly user: string;
}

/** `modelkeep pause` and `modelkeep resume`: the kill switch of a use case. */
export async function runSwitch(action: 'pause' | 'resume', options: SwitchOptions): Promise<number> {
  await callPlatform(options, 'POST', `/use-cases/${encodeURIComponent(options.useCase)}/${action}`, {
    reason: options.reason,
  });
  process.stdout.write(
    `${options.useCase} ${action === 'pause' ? 'is paused: no predictions, no retraining' : 'goes on'}\n`,
  );
  return 0;
}
