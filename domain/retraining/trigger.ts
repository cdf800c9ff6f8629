import { createHash } from 'node:crypto';
import type { Trigger } from './trigger-schema.ts';

export { triggerSchema, type Trigger } from './trigger-schema.ts';

/** SHA-256 of use case, reason and cause, 32 hex digits: the execution's name is `<useCase>-<hash>` (at most 80 characters). */
export const causeHash = (trigger: Pick<Trigger, 'useCase' | 'reason' | 'cause'>): string =>
  createHash('sha256')
    .update(JSON.stringify([trigger.useCase, trigger.reason, trigger.cause]))
    .digest('hex')
    .slice(0, 32);

export const executionNameOf = (trigger: Pick<Trigger, 'useCase' | 'reason' | 'cause'>): string =>
  `${trigger.useCase.slice(0, 47)}-${causeHash(trigger)}`;
