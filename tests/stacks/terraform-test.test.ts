import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { environmentNamed } from '../../stacks/environments/index.ts';
import { openFolder, terraformOrSkip } from '../terraform/harness.ts';
import { writeMockedApplies } from './mocked-apply.ts';
import { withEndpoint, withFirstModels } from '../sagemaker/examples.ts';
import { ownUseCases, type Synthesised, synthesise } from './synthesised.ts';

/** A line of `terraform test -json`. */
interface Line {
  readonly type: string;
  readonly test_run?: { readonly run: string; readonly progress: string; readonly status?: string };
  readonly test_summary?: { readonly status: string; readonly passed: number };
  readonly diagnostic?: { readonly severity: string; readonly summary: string; readonly detail?: string };
}

const applied = [withFirstModels(environmentNamed('dev')), environmentNamed('hipaa')];

((await terraformOrSkip()) ? describe : describe.skip)('terraform test, with a mocked provider', () => {
  let made: Synthesised;
  beforeAll(async () => {
    made = await synthesise(applied, withEndpoint(ownUseCases));
  }, 60_000);
  afterAll(() => made.close());

  test('applies each stack of dev and hipaa, and destroys it', async () => {
    const { folder, ids } = await writeMockedApplies(made, applied);
    const terraform = await openFolder(folder);
    try {
      await terraform.init();
      const text = await terraform
        .terraform('test', '-json')
        .catch((error: unknown) => String(Reflect.get(Object(error), 'stdout')));
      const lines = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Line);
      const errors = lines.flatMap(({ diagnostic }) =>
        diagnostic?.severity === 'error' ? [`${diagnostic.summary}: ${diagnostic.detail ?? ''}`] : [],
      );
      expect(errors).toEqual([]);
      const passed = lines.flatMap(({ test_run: run }) =>
        run?.status === 'pass' && run.progress === 'complete' ? [run.run] : [],
      );
      expect(passed).toEqual(ids);
      expect(ids).toEqual(made.ids);
      expect(lines.find(({ test_summary: summary }) => summary)?.test_summary).toMatchObject({
        status: 'pass',
      });
    } finally {
      await terraform.close();
    }
  }, 600_000);
});
