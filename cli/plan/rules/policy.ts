import { isUnknown, type Change } from '../change.ts';
import { finding, type Finding, type Rule } from '../finding.ts';
import { widenings, type Widening } from '../policy/compare.ts';
import { dangerOf, opensToAll } from '../policy/danger.ts';
import { statementsOf, type Condition, type Statement } from '../policy/document.ts';
import { isFields, isSet, textOf } from '../value.ts';
import { listed, nameOfResource } from '../words.ts';

/** Attributes that hold a policy document. */
const documentFields = [
  'policy',
  'assume_role_policy',
  'policy_document',
  'access_policies',
  'inline_policy',
] as const;

interface Document {
  readonly field: string;
  readonly before: readonly Statement[] | undefined;
  readonly after: readonly Statement[] | undefined;
}

function documentsOf(change: Change): readonly Document[] {
  return documentFields
    .filter((field) => !isUnknown(change, [field]))
    .map((field) => ({
      field,
      before: statements(change.before[field]),
      after: statements(change.after[field]),
    }));
}

/** A text, or blocks of `{name, policy}` as in an inline policy of a role. */
const statements = (value: unknown): readonly Statement[] | undefined =>
  Array.isArray(value)
    ? value.filter(isFields).flatMap((block) => statementsOf(block['policy']) ?? [])
    : statementsOf(value);

export const policyRule: Rule = (change, all) => {
  if (change.action === 'no-op' || change.action === 'forget') return [];
  const documents = documentsOf(change);
  return [
    ...documents.flatMap((document) => opened(change, document)),
    ...documents.flatMap((document) => wider(change, document, all)),
    ...boundary(change),
    ...attachment(change, all),
  ];
};

const opened = (change: Change, { before = [], after = [] }: Document): readonly Finding[] => {
  const open = after.filter(opensToAll);
  return open.length > before.filter(opensToAll).length
    ? open.map((statement) =>
        finding(
          change,
          'MK_PUBLIC',
          'danger',
          `The ${nameOfResource(change)} lets anybody ${listed(statement.actions, 3)} (Principal "*"${sidOf(statement.sid)})`,
        ),
      )
    : [];
};

const sidOf = (sid: string | undefined): string => (sid === undefined ? '' : `, statement ${sid}`);

function wider(change: Change, document: Document, all: readonly Change[]): readonly Finding[] {
  const { before, after } = document;
  if (change.action === 'delete')
    return (before ?? []).some((s) => s.effect === 'Deny') && !ownerGoes(change, all)
      ? [
          widened(
            change,
            'danger',
            `The ${nameOfResource(change)} is removed, and with it what it denied`,
            before ?? [],
          ),
        ]
      : [];
  if (after === undefined) return [];
  if (before === undefined && !addsToExistingRole(change, all)) return [];
  const found = widenings(before ?? [], after).filter(
    (w) => !w.principals.includes('*') || w.kind !== 'grant',
  );
  if (found.length === 0) return [];
  const dangers = found.map(dangerOf);
  const worst = dangers.find((danger) => danger !== undefined);
  const first = found[dangers.indexOf(worst)] ?? found[0];
  return [
    finding(
      change,
      'MK_POLICY_WIDENED',
      worst === undefined ? 'warning' : 'danger',
      `The ${nameOfResource(change)} is widened: ${first === undefined ? '' : inShort(first)}${found.length > 1 ? ` (and ${found.length - 1} more)` : ''}`,
      {
        ...(worst === undefined ? {} : { why: worst }),
        details: found.map(inFull),
      },
    ),
  ];
}

const widened = (
  change: Change,
  severity: 'danger' | 'warning',
  what: string,
  lost: readonly Statement[],
): Finding =>
  finding(change, 'MK_POLICY_WIDENED', severity, what, {
    details: lost
      .filter((s) => s.effect === 'Deny')
      .map((s) => `no longer denied${sidOf(s.sid)}: ${listed(s.actions)}${conditionsText(s.conditions)}`),
  });

/** Whether what the policy guards is deleted by the same plan: the bucket, queue, topic of the same name or ARN. */
const ownerGoes = (change: Change, all: readonly Change[]): boolean =>
  ['bucket', 'queue_url', 'arn', 'key_id', 'secret_arn', 'repository', 'role'].some((field) => {
    const owner = textOf(change.before[field]);
    return (
      owner !== undefined &&
      all.some(
        (other) =>
          (other.action === 'delete' || other.action === 'replace') &&
          other.address !== change.address &&
          ['id', 'arn', 'name', 'bucket', 'url', 'key_id'].some((name) => other.before[name] === owner),
      )
    );
  });

/** A new policy on a role that is there already makes that role wider. */
const addsToExistingRole = (change: Change, all: readonly Change[]): boolean => {
  if (change.action !== 'create' || !/^aws_iam_(role|user|group)_policy/.test(change.type)) return false;
  const role = textOf(change.after['role']) ?? textOf(change.after['user']) ?? textOf(change.after['group']);
  const makesItsRole = all.some(
    (other) =>
      /^aws_iam_(role|user|group)$/.test(other.type) &&
      other.action === 'create' &&
      other.after['name'] === role,
  );
  return role !== undefined && !makesItsRole;
};

const boundary = (change: Change): readonly Finding[] =>
  change.action === 'update' &&
  isSet(change.before['permissions_boundary']) &&
  !isSet(change.after['permissions_boundary']) &&
  !isUnknown(change, ['permissions_boundary'])
    ? [
        finding(
          change,
          'MK_BOUNDARY_DROPPED',
          'danger',
          `The ${nameOfResource(change)} loses its permissions boundary`,
        ),
      ]
    : [];

const attachment = (change: Change, all: readonly Change[]): readonly Finding[] => {
  const arn = textOf(change.after['policy_arn']);
  if (arn === undefined || arn === change.before['policy_arn'] || !/_policy_attachment$/.test(change.type))
    return [];
  const broad = /AdministratorAccess|FullAccess|PowerUser|IAMFull/.test(arn);
  if (!broad && !addsToExistingRole(change, all)) return [];
  return [
    finding(
      change,
      'MK_POLICY_WIDENED',
      broad ? 'danger' : 'warning',
      `The role "${textOf(change.after['role']) ?? change.address}" gets the managed policy ${arn.split('/').at(-1) ?? arn}`,
      broad ? { why: 'it allows a whole service, tomorrow more than today' } : {},
    ),
  ];
};

/** The part that is new, in a few words. */
function inShort(w: Widening): string {
  if (w.kind === 'deny-dropped')
    return `no longer denied${sidOf(w.sid)}: ${listed(w.actions, 3)}${conditionsText(w.conditions)}`;
  if (w.kind === 'condition-dropped')
    return `${listed(w.actions, 3)} no longer only where ${listed(w.conditions.map(conditionText), 2)}`;
  const on = `on ${listed(w.resources, 2)}`;
  if (w.inverted.length > 0) return `everything but what ${w.inverted.join(', ')} lists, ${on}`;
  const who = w.isNew.principals && w.principals.length > 0 ? ` for ${listed(w.principals, 2)}` : '';
  return `${listed(w.actions, 3)} ${on}${who}`;
}

function inFull(w: Widening): string {
  const news = [
    w.kind === 'grant' && w.isNew.actions ? 'new action' : '',
    w.kind === 'grant' && w.isNew.resources ? 'new resource' : '',
    w.kind === 'grant' && w.isNew.principals && w.principals.length > 0 ? 'new principal' : '',
  ].filter(Boolean);
  const kind =
    w.kind === 'deny-dropped'
      ? 'no longer denied'
      : w.kind === 'condition-dropped'
        ? 'condition dropped'
        : news.length > 0
          ? news.join(', ')
          : 'new combination';
  const who = w.principals.length > 0 ? ` by ${listed(w.principals, 6)}` : '';
  return `${kind}${sidOf(w.sid)}: ${listed(w.actions, 12)} on ${listed(w.resources, 6)}${who}${conditionsText(w.conditions)}`;
}

const conditionText = ({ operator, key, values }: Condition): string =>
  `${operator} ${key} ${values.join(' | ')}`;
const conditionsText = (conditions: readonly Condition[]): string =>
  conditions.length === 0 ? '' : ` where ${listed(conditions.map(conditionText), 4)}`;
