/**
 * `npm run comment -- FILE...`: puts the texts, one after the other, into the one comment of the pull request that
 * PULL_REQUEST names. Needs GITHUB_TOKEN and GITHUB_REPOSITORY.
 */
import { gitHubOf, GitHubError, writeComment } from './github.ts';
import { joined, run } from './texts.ts';

await run('comment', async (files) => {
  const pullRequest = Number(process.env['PULL_REQUEST']);
  if (!Number.isInteger(pullRequest) || pullRequest < 1)
    throw new GitHubError(
      `PULL_REQUEST: got ${process.env['PULL_REQUEST'] ?? 'nothing'}, expected its number`,
    );
  return writeComment(gitHubOf(process.env), pullRequest, 'plan', await joined(files));
});
