import type { Change } from '../change.ts';
import type { Finding, Rule } from '../finding.ts';
import { alarmRule, messagesRule } from './alarms.ts';
import { capacityRule } from './capacity.ts';
import { dataRule, forgottenRule } from './data.ts';
import { encryptionRule, keyRule } from './encryption.ts';
import { driftRule, replacedRule, tagsRule, unknownRule } from './lesser.ts';
import { networkRule } from './network.ts';
import { policyRule } from './policy.ts';
import { protectionRule } from './protection.ts';
import { aclRule, apiRule, openAttributeRule, publicAccessBlockRule, securityGroupRule } from './public.ts';
import { auditRule, bucketRetentionRule, logRetentionRule, periodRule } from './retention.ts';
import { servingRule, stateMachineRule } from './workload.ts';

const rules: readonly Rule[] = [
  dataRule,
  forgottenRule,
  auditRule,
  publicAccessBlockRule,
  aclRule,
  securityGroupRule,
  openAttributeRule,
  apiRule,
  policyRule,
  encryptionRule,
  keyRule,
  protectionRule,
  logRetentionRule,
  periodRule,
  bucketRetentionRule,
  servingRule,
  capacityRule,
  alarmRule,
  messagesRule,
  networkRule,
  stateMachineRule,
  unknownRule,
  tagsRule,
];

/** Everything that the changes of one plan, and what others did meanwhile, give to say. */
export function findingsOf(changes: readonly Change[], drift: readonly Change[]): readonly Finding[] {
  return [
    ...changes
      .filter((change) => change.action !== 'no-op')
      .flatMap((change) => {
        const found = rules.flatMap((rule) => rule(change, changes));
        return found.length > 0 ? found : replacedRule(change, changes);
      }),
    ...drift.flatMap((change) => driftRule(change, changes)),
  ];
}
