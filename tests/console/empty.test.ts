import { expect, test } from '@jest/globals';
import { axeViolations } from './axe.ts';
import { shoot } from './pages.ts';
import { useCase, waitFor } from './platform.ts';
import { visitedWard } from './visited-ward.ts';

const visited = visitedWard('adam.admin', undefined, { colorScheme: 'dark', width: 390 });

/** What a page says before there is anything: why it is empty, and what would change that. */
test.each([
  ['dashboard', 'Nothing is in service'],
  ['predict#table', 'No table yet'],
  ['review', 'No prediction waits'],
  ['monitoring', 'No window was judged yet'],
  ['models', 'No version yet'],
  ['models/compare', 'Choose two different versions'],
  ['models/7', 'has no version 7'],
  ['retraining', 'Nothing has been retrained yet'],
  ['retraining/none', 'has no execution of this name'],
  ['training', 'No training yet'],
  ['datasets', 'No dataset yet'],
  ['nowhere', 'This address has no page'],
])(
  '%s with nothing in store: %s; axe finds nothing',
  async (path, said) => {
    const there = visited();
    if (!there) return;
    const { visitor, ward } = there;
    const { page } = visitor;
    await page.goto(`${ward.platform.url}/${useCase}/${path}`);
    await page.getByRole('main').getByText(said).first().waitFor();
    await waitFor(async () => (await page.locator('main [aria-busy=true]').count()) === 0);
    expect(await axeViolations(page)).toEqual([]);
    expect(
      await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth'),
    ).toBeLessThanOrEqual(0);
    await shoot(page, `empty-${path.replaceAll(/\W/g, '-')}`);
    expect(visitor.mistakes).toEqual([]);
  },
  20_000,
);
