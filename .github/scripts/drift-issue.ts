/**
 * `npm run drift-issue -- FILE...`: puts what plans would change, though nobody changed the code, into the one open issue
 * about it. Needs GITHUB_TOKEN and GITHUB_REPOSITORY.
 */
import { gitHubOf, writeIssue } from './github.ts';
import { joined, run } from './texts.ts';

await run('drift-issue', async (files) =>
  writeIssue(
    gitHubOf(process.env),
    'infrastructure-drift',
    'Infrastructure is not what the code says',
    `What a deployment of the main branch would change, though nothing is to deploy: somebody changed it by hand, or the last deployment did not end. Deploy again, or bring the change into the code.\n\n${await joined(files)}`,
  ),
);
