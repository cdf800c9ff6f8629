/**
 * `npm run drift-issue -- FILE...`: puts what plans would change, though nobody changed the code, into the one open issue
 * about it, and closes that once every environment was planned and nothing differs. Needs GITHUB_TOKEN and
 * GITHUB_REPOSITORY; PLANNED is `success` where all plans were made.
 */
import { existsSync } from 'node:fs';
import { closeIssue, gitHubOf, writeIssue } from './github.ts';
import { joined, run } from './texts.ts';

const issue = 'infrastructure-drift';

await run('drift-issue', async (named) => {
  const gitHub = gitHubOf(process.env);
  // An environment without drift leaves no file, and a night without any leaves no folder.
  const files = named.filter((name) => existsSync(name));
  if (files.length > 0)
    return writeIssue(
      gitHub,
      issue,
      'Infrastructure is not what the code says',
      `What a deployment of the main branch would change, though nothing is to deploy: somebody changed it by hand, or the last deployment did not end. Deploy again, or bring the change into the code.\n\n${await joined(files)}`,
    );
  if (process.env['PLANNED'] !== 'success')
    return 'not every environment was planned: the issue stays as it is';
  return closeIssue(gitHub, issue, 'Planned again: infrastructure is what the code says.');
});
