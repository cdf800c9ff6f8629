import { rm } from 'node:fs/promises';
import path from 'node:path';
import { catalogOf, type UseCaseCatalog } from '../../domain/usecase/catalog.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { ownPrograms } from '../../local/pipelines/own-programs.ts';
import { isLight } from '../../local/pipelines/use-case.ts';
import { startPlatform } from '../../local/platform.ts';
import { useCases } from '../../usecases/index.ts';
import { prepareConsole } from '../console.ts';
import { UsageError } from '../errors.ts';
import { StoryApi } from '../story/api.ts';
import { silentNarrator, terminalNarrator } from '../story/narrator.ts';
import { playStory } from '../story/scenario.ts';
import { storyData } from '../story/traffic.ts';
import { untilStopped } from './start.ts';

export interface StoryOptions {
  readonly useCase: UseCase;
  readonly port: number;
  /** End after the story instead of serving on. */
  readonly once: boolean;
  /** A table in the place of the application's own. */
  readonly data?: string;
  /** One JSON line, last on standard output, instead of the telling. */
  readonly json: boolean;
}

/**
 * `npm start`: the whole loop on the embedded data, then the API until Ctrl-C. The story plays in a home of its own, made
 * anew each time: what somebody keeps in their own home is never touched.
 */
export async function runStory(options: StoryOptions): Promise<number> {
  const begun = performance.now();
  const { useCase } = options;
  const narrator = options.json ? silentNarrator : terminalNarrator(process.stdout);
  const home = path.resolve(process.env['MODELKEEP_HOME'] ?? '.modelkeep', 'story');
  await rm(home, { recursive: true, force: true });
  const jobs = !isLight(useCase, 0);
  // Before anything begins: what is missing is said at once.
  if (jobs) ownPrograms(useCase);
  // Built, where it has to be, while the story plays.
  const page = options.once ? undefined : prepareConsole();
  const data = await storyData(useCase, { data: options.data });
  const platform = await startPlatform({
    home,
    port: options.port,
    warmTraining: !jobs,
    defaultUseCase: useCase.name,
    baseTables: { [useCase.name]: data.baseCsv },
    ...(data.useCase ? { useCases: withUseCase(data.useCase) } : {}),
    schedules: false,
    ...(page ? { console: page.folder } : {}),
  });
  try {
    for (const [key, bytes] of data.objects ?? []) await platform.objects.put(key, bytes);
    narrator.say(`modelkeep · ${useCase.title} · ${platform.url}`);
    const api = new StoryApi(platform.url, useCase.name);
    const played = await playStory(api, data, narrator, { jobs });
    await platform.idle();
    const total = Math.round(performance.now() - begun) / 1000;
    const { eventsAfter, ...result } = { ...played, seconds: { ...played.seconds, total } };
    if (eventsAfter > 0)
      throw new UsageError(
        `drift was seen again ${eventsAfter} times after version ${result.served.after} was made for it`,
      );
    if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    narrator.chapter('In short');
    narrator.say(
      `Version ${result.served.after} serves, ${result.seconds.driftToDeployed} s after the drift was confirmed; ${result.predictions.sent} predictions, ${result.predictions.failed} failed; ${total} s in all.`,
    );
    narrator.say(
      `Messages to the team: ${path.relative('.', platform.home.slack)} and ${path.relative('.', platform.home.mail)}`,
    );
    if (!options.once) {
      const there = await page?.ready;
      narrator.chapter(there ? `Open ${platform.url} in a browser` : `The API serves on ${platform.url}`);
      narrator.say(
        there
          ? 'Sign in as a reader, clinician, approver or administrator: predict, review, approve, watch it drift. The API is at the same address.'
          : 'The web page could not be built: `npm ci`, then `npm run console:build` says why.',
      );
      narrator.say('From a terminal: `npx modelkeep status`, `models`, `executions`.');
      narrator.say('Serving on until Ctrl-C.');
      await untilStopped(platform);
      return 0;
    }
  } catch (error) {
    await platform.close();
    throw error;
  }
  await platform.close();
  return 0;
}

/** The catalogue, with one of its use cases as the story plays it. */
const withUseCase = (changed: UseCase): UseCaseCatalog =>
  catalogOf(useCases.names.map((name) => (name === changed.name ? changed : useCases.get(name))));
