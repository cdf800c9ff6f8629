import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { detailTypes, eventSource, type PlatformEvent } from '../../domain/events/platform-event.ts';
import type { EventBus } from '../../domain/ports.ts';

interface MadeBus {
  readonly bus: EventBus;
  /** What a subscriber to all of the platform's events has received so far, copies included. */
  readonly delivered: () => Promise<readonly PlatformEvent[]>;
  readonly cleanup?: () => Promise<void>;
}

const made = (id: string, useCase = 'breast-cancer'): PlatformEvent => ({
  id,
  time: '2026-01-05T08:00:00Z',
  source: eventSource,
  detailType: detailTypes.driftConfirmed,
  detail: {
    useCase,
    modelVersion: 3,
    windowId: 'w-7',
    reportKey: 'drift/w-7.json',
    features: ['radius_mean', 'größe'],
    psiMax: 0.1 + 0.2,
    sentence: 'Two features have moved – "a lot".',
  },
});

/** Holds for every EventBus: at least once, with the ids and the details that were published. */
export function eventBusContract(name: string, makeBus: () => Promise<MadeBus>): void {
  describe(`EventBus: ${name}`, () => {
    let subject: MadeBus | undefined;
    beforeAll(async () => {
      subject = await makeBus();
    });
    afterAll(() => subject?.cleanup?.());
    const under = (): MadeBus => {
      if (!subject) throw new Error('the bus is made in beforeAll');
      return subject;
    };
    /** By id; copies are allowed, and must be equal. */
    const received = async (ids: readonly string[]): Promise<PlatformEvent[]> => {
      const all = (await under().delivered()).filter(({ id }) => ids.includes(id));
      const first = ids.flatMap((id) => all.find((event) => event.id === id) ?? []);
      for (const event of all) expect(event).toEqual(first.find(({ id }) => id === event.id));
      return first;
    };

    test('an event arrives as it was published, with its id', async () => {
      const event = made(randomUUID());
      await under().bus.publish([event]);
      expect(await received([event.id])).toEqual([{ ...event, time: expect.any(String) }]);
      const [arrived] = await received([event.id]);
      expect(Date.parse(arrived?.time ?? '')).toBe(Date.parse(event.time));
    });

    test('none is no call and no error', async () => {
      await under().bus.publish([]);
    });

    test('more than fit into one call all arrive', async () => {
      const events = Array.from({ length: 25 }, (_, i) => made(randomUUID(), `use-case-${i}`));
      await under().bus.publish(events);
      const arrived = await received(events.map(({ id }) => id));
      expect(arrived.map(({ detail }) => detail.useCase)).toEqual(events.map(({ detail }) => detail.useCase));
    });

    test('the same event twice: the copies carry the same id', async () => {
      const event = made(randomUUID());
      await under().bus.publish([event]);
      await under().bus.publish([event]);
      expect(await received([event.id])).toHaveLength(1);
    });
  });
}
