import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Notification } from '../../domain/events/notification.ts';
import type { Notifier } from '../../domain/ports.ts';

interface MadeNotifier {
  readonly notifier: Notifier;
  /** What people have received so far, of every severity, copies included. */
  readonly received: () => Promise<readonly Notification[]>;
  readonly cleanup?: () => Promise<void>;
}

/** Holds for every Notifier: each message arrives whole, at least once. */
export function notifierContract(name: string, makeNotifier: () => Promise<MadeNotifier>): void {
  describe(`Notifier: ${name}`, () => {
    let made: MadeNotifier | undefined;
    beforeAll(async () => {
      made = await makeNotifier();
    });
    afterAll(() => made?.cleanup?.());

    test.each(['info', 'warning', 'critical'] as const)(
      'a message of severity %s arrives whole',
      async (severity) => {
        const notification: Notification = {
          key: randomUUID(),
          severity,
          topic: 'retraining',
          useCase: 'breast-cancer',
          title: `Modell 2 ist im Einsatz – ${'lang '.repeat(40)}`,
          reasons: ['Zwei Merkmale haben sich verändert', '"quoted"\nand more'],
          facts: { version: '2' },
          metrics: [{ name: 'rocAuc', before: null, after: 0.995 }],
          link: '/executions/abc',
          at: '2026-01-05T08:00:00.000Z',
        };
        await made?.notifier.notify(notification);
        await made?.notifier.notify(notification);
        const arrived = (await made?.received())?.filter(({ key }) => key === notification.key) ?? [];
        expect(arrived.length).toBeGreaterThanOrEqual(1);
        for (const copy of arrived) expect(copy).toEqual(notification);
      },
    );
  });
}
