import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient, type ApiClient } from '../../domain/api/index.ts';
import { StoryApi } from '../../cli/story/api.ts';
import { follow } from '../../cli/story/follow.ts';
import { silentNarrator } from '../../cli/story/narrator.ts';
import type { StoryData } from '../../cli/story/story-data.ts';
import { storyData } from '../../cli/story/traffic.ts';
import { tokenFor } from '../../cli/io/token.ts';
import { startPlatform, type Platform } from '../../local/platform.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';

export interface ApiWorld {
  readonly platform: Platform;
  readonly data: StoryData;
  readonly as: (user: string) => ApiClient;
  close(): Promise<void>;
}

/** A running platform with a version in service, and the contract's own client for each person. */
export async function apiWorld(): Promise<ApiWorld> {
  const home = await mkdtemp(path.join(tmpdir(), 'modelkeep-api-'));
  const platform = await startPlatform({ home, port: 0, schedules: false, environment: {} });
  const story = new StoryApi(platform.url, breastCancer.name);
  await follow(story, silentNarrator, await story.retrain('first-version', 'for a test'), (model) =>
    story.approve(model.version),
  );
  return {
    platform,
    data: await storyData(breastCancer),
    as: (user) => createClient({ baseUrl: platform.url, fetch, token: () => tokenFor(platform.url, user) }),
    async close() {
      await platform.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
