import { maskPair } from './mask.ts';
import type { RawResourceChange } from './schema.ts';
import { asFields, isFields, isSet, same, textOf, valueAt, type Fields } from './value.ts';

export type Action = 'create' | 'update' | 'delete' | 'replace' | 'forget' | 'no-op';

/** Where a resource belongs. */
export interface Place {
  readonly environment?: string;
  readonly stack: string;
  /** Absent for what all use cases share. */
  readonly useCase?: string;
}

/** What a plan does to one resource; secrets are taken out already. */
export interface Change {
  readonly address: string;
  readonly type: string;
  readonly action: Action;
  readonly before: Fields;
  readonly after: Fields;
  /** The shape of `after`, true where a value is known only after the apply. */
  readonly unknown: unknown;
  /** The attributes that force the replacement, as `key.path`. */
  readonly replacedBecause: readonly string[];
  readonly place: Place;
  /** A leftover of an earlier replacement that failed: Terraform removes it. */
  readonly deposed: boolean;
}

export function actionOf(actions: readonly string[]): Action | undefined {
  const [first, second] = actions;
  if (second !== undefined) return actions.includes('forget') ? 'forget' : 'replace';
  return first === 'create' ||
    first === 'update' ||
    first === 'delete' ||
    first === 'forget' ||
    first === 'no-op'
    ? first
    : undefined;
}

/** Undefined for what changes nothing that stays: data sources read, ephemeral resources. */
export function changeOf(raw: RawResourceChange, planPlace: Place): Change | undefined {
  const action = actionOf(raw.change.actions);
  if (raw.mode !== 'managed' || action === undefined) return undefined;
  const { before, after } = maskPair(
    // Of what stays as it is, one side may be left out.
    action === 'no-op' ? (raw.change.before ?? raw.change.after) : raw.change.before,
    raw.change.after,
    raw.change.before_sensitive,
    raw.change.after_sensitive,
  );
  return {
    address: raw.address,
    type: raw.type,
    action,
    before: asFields(before),
    after: asFields(after),
    unknown: raw.change.after_unknown,
    replacedBecause: (raw.change.replace_paths ?? []).map((path) => path.join('.')),
    place: placeOf(raw, planPlace),
    deposed: raw.deposed !== undefined,
  };
}

const tagsOf = (raw: RawResourceChange): Fields => {
  const { before, after } = raw.change;
  for (const side of [after, before])
    for (const name of ['tags_all', 'tags']) {
      const tags = side?.[name];
      if (isFields(tags) && isSet(tags['stack'] ?? tags['use-case'] ?? tags['environment'])) return tags;
    }
  return {};
};

/** Its own tags, else its module, else the plan's. */
function placeOf(raw: RawResourceChange, planPlace: Place): Place {
  const tags = tagsOf(raw);
  const environment = textOf(tags['environment']) ?? planPlace.environment;
  const useCase = useCaseOf(tags) ?? planPlace.useCase;
  return {
    ...(environment === undefined ? {} : { environment }),
    stack: textOf(tags['stack']) ?? raw.module_address ?? planPlace.stack,
    ...(useCase === undefined ? {} : { useCase }),
  };
}

/** The tag of what belongs to no single use case. */
const useCaseOf = (tags: Fields): string | undefined => {
  const useCase = textOf(tags['use-case']);
  return useCase === 'shared' ? undefined : useCase;
};

/** The place that the tagged resources of a plan agree on; the file's name stands in for a stack without tags. */
export function placeOfPlan(raws: readonly RawResourceChange[], fileName: string): Place {
  const tags = raws.filter((raw) => raw.mode === 'managed').map(tagsOf);
  const agreed = (read: (tagged: Fields) => string | undefined): string | undefined => {
    const values = new Set(tags.filter((t) => Object.keys(t).length > 0).map(read));
    return values.size === 1 ? [...values][0] : undefined;
  };
  const [environment, useCase] = [agreed((t) => textOf(t['environment'])), agreed(useCaseOf)];
  return {
    ...(environment === undefined ? {} : { environment }),
    stack: agreed((t) => textOf(t['stack'])) ?? fileName,
    ...(useCase === undefined ? {} : { useCase }),
  };
}

/** `dev / serving-breast-cancer`; the use case follows where the stack does not name it: `dev / sample / breast-cancer`. */
export const placeName = ({ environment, stack, useCase }: Place): string =>
  [environment, stack, useCase !== undefined && stack.includes(useCase) ? undefined : useCase]
    .filter((part) => part !== undefined)
    .join(' / ');

/** Whether the value at a path, or anything above or below it, is known only after the apply. */
export function isUnknown(change: Change, path: readonly (string | number)[]): boolean {
  let marks: unknown = change.unknown;
  for (const key of path) {
    if (marks === true) return true;
    marks = valueAt(marks, [key]);
  }
  return anyTrue(marks);
}

const anyTrue = (marks: unknown): boolean =>
  marks === true ||
  (Array.isArray(marks) && marks.some(anyTrue)) ||
  (isFields(marks) && Object.values(marks).some(anyTrue));

/** Names of the top-level attributes that differ, without those that the service computes anew. */
export function changedFields(change: Change): readonly string[] {
  const names = new Set([...Object.keys(change.before), ...Object.keys(change.after)]);
  return [...names]
    .filter(
      (name) =>
        !isUnknownOnly(change, name) &&
        !same(change.before[name] ?? null, change.after[name] ?? null) &&
        (isSet(change.before[name]) || isSet(change.after[name])),
    )
    .sort();
}

const isUnknownOnly = (change: Change, name: string): boolean =>
  !(name in change.after) && isUnknown(change, [name]);

/** Attributes that had a value and get one that is known only after the apply. */
export const becomeUnknown = (change: Change): readonly string[] =>
  Object.keys(change.before)
    .filter((name) => isSet(change.before[name]) && isUnknownOnly(change, name))
    .sort();
