import { beforeEach, expect, test } from '@jest/globals';
import { Ulids } from '../../domain/ids/ulid.ts';
import { createdAtOf, predictionRecord } from '../../domain/serving/captured.ts';
import { World } from '../../tests/support/world.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { readTraffic } from './counts.ts';

const now = new Date('2026-03-02T12:30:00Z');
let world: World;
beforeEach(() => {
  world = new World();
});

/** So many predictions, one a second before `until`. */
async function predicted(count: number, until: string): Promise<void> {
  for (let i = count - 1; i >= 0; i -= 1) {
    const at = new Date(Date.parse(until) - i * 1_000);
    const id = new Ulids({ now: () => at }).next();
    const prediction = {
      id,
      useCase: breastCancer.name,
      createdAt: createdAtOf(id),
      modelVersion: 1,
      features: {},
      prediction: 1,
      label: 'Malignant',
      probability: 0.9,
      confidence: 0.9,
      status: 'Pending Validation',
    } as const;
    await world.records.write([{ op: 'put', record: predictionRecord(prediction), condition: 'absent' }]);
  }
}
const traffic = () =>
  readTraffic(
    { records: world.records, objects: world.objects, clock: { now: () => now } },
    breastCancer,
    24,
  );

test('each hour with what was predicted in it, those without any too', async () => {
  await predicted(3, '2026-03-02T11:59:59Z');
  const { hours, more } = await traffic();
  expect(more).toBe(false);
  expect(hours).toHaveLength(24);
  expect(hours.filter(({ predictions }) => predictions > 0)).toEqual([
    { hour: '2026-03-02T11:00:00.000Z', predictions: 3, positives: 3, counted: true },
  ]);
  expect(hours.every(({ counted }) => counted)).toBe(true);
});

test('where a day has more than are counted, its earlier hours are not told as empty', async () => {
  await predicted(5, '2026-03-01T20:00:10Z');
  await predicted(1, '2026-03-02T03:00:00Z');
  await predicted(2_100, '2026-03-02T12:20:00Z');
  const { hours, more } = await traffic();
  expect(more).toBe(true);
  const uncounted = hours.filter(({ counted }) => !counted).map(({ hour }) => hour.slice(0, 13));
  expect(uncounted.at(0)).toBe('2026-03-02T00');
  // 2,000 seconds before 12:20 is 11:46: that hour is counted in part.
  expect(uncounted.at(-1)).toBe('2026-03-02T11');
  expect(hours.find(({ hour }) => hour.startsWith('2026-03-01T20'))).toMatchObject({
    predictions: 5,
    counted: true,
  });
});
