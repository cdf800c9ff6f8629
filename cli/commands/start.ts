import { once } from 'node:events';
import type { UseCase } from '../../domain/usecase/schema.ts';
import type { Platform } from '../../local/platform.ts';
import { prepareConsole } from '../console.ts';

export interface StartOptions {
  readonly port: number;
  /** What requests mean that name no use case. */
  readonly useCase: UseCase;
  readonly home?: string;
}

/** `modelkeep start`: the platform on this machine until Ctrl-C. */
export async function runStart(options: StartOptions): Promise<number> {
  const page = prepareConsole();
  const { startPlatform } = await import('../../local/platform.ts');
  const platform = await startPlatform({
    port: options.port,
    warmTraining: true,
    defaultUseCase: options.useCase.name,
    console: page.folder,
    ...(options.home === undefined ? {} : { home: options.home }),
  });
  process.stdout.write(
    `modelkeep listens on ${platform.url} (state in ${platform.home.folder}); Ctrl-C ends it\n`,
  );
  await untilStopped(platform);
  return 0;
}

/** Waits for Ctrl-C or a stop from outside, then lets what is under way end. */
export async function untilStopped(platform: Platform): Promise<void> {
  const stopped = new AbortController();
  await Promise.race(
    (['SIGINT', 'SIGTERM'] as const).map((signal) => once(process, signal, { signal: stopped.signal })),
  );
  stopped.abort();
  await platform.close();
}
