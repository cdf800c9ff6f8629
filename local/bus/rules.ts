import { compilePattern, type EventPattern } from '../../domain/events/pattern.ts';
import type { JsonObject } from '../../domain/ports.ts';
import type { Subscription } from './deliveries.ts';

/** An EventBridge rule with its target. */
export interface Rule {
  readonly name: string;
  readonly pattern: EventPattern;
  readonly target: (event: JsonObject) => Promise<unknown>;
}

/** @throws InvalidInputError for a pattern that EventBridge would refuse. */
export function ruleSubscription(rule: Rule): Subscription {
  return {
    target: `rule:${rule.name}`,
    topic: 'events',
    accepts: compilePattern(rule.pattern),
    deliver: async (event) => {
      await rule.target(event);
    },
  };
}
