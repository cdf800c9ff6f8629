import { expect, test } from '@jest/globals';
import { bundleAll } from '../../stacks/functions/bundles.ts';
import { readFile } from 'node:fs/promises';
import { useCases } from '../../usecases/index.ts';

test('a use case is data: what a function is bundled with is what was parsed', () => {
  for (const name of useCases.names)
    expect(JSON.parse(JSON.stringify(useCases.get(name)))).toEqual(useCases.get(name));
});

test('a function holds every use case and no schema of theirs', async () => {
  const code = await readFile((await bundleAll()).get('slack-notifier')!.codePath, 'utf8');
  for (const name of useCases.names) expect(code).toContain(useCases.get(name).description);
  // A sentence of the schema alone.
  expect(code).not.toContain('a column that is not a feature (the target would leak)');
});
