import { InvalidInputError, type Problem } from '../validation/parse.ts';
import type { ExclusionSpec, FeatureSpec, TableSpec } from './features.ts';
import { keptColumns } from './images.ts';

/** Which column of a file is what. */
export interface HeaderPlan {
  readonly width: number;
  readonly features: readonly { readonly feature: FeatureSpec; readonly at: number }[];
  /** Undefined where the file has no target column and none is wanted. */
  readonly targetAt: number | undefined;
  /** Only with a target. */
  readonly subgroups: readonly { readonly column: string; readonly at: number }[];
  /** Only with a target. */
  readonly groupAt: number | undefined;
  /** Only with a target; of columns that the file has. */
  readonly exclusions: readonly { readonly rule: ExclusionSpec; readonly at: number }[];
  /** Cells before this one must be there; cells after it may be missing (a trailing comma in the header alone). */
  readonly lastUsed: number;
  readonly droppedIds: readonly string[];
  readonly dropped: readonly string[];
  readonly unknown: readonly string[];
}

/**
 * Finds the columns by name, whatever their order. Names are trimmed; a byte order mark is taken off; a column without
 * a name is called `Unnamed: <position from 0>`, as pandas calls it.
 * @param what names the file for the reader.
 * @throws InvalidInputError for a missing or a repeated column; an unknown column is reported, not refused.
 */
export function planHeader(
  header: readonly string[],
  spec: TableSpec,
  options: { readonly withTarget: boolean; readonly what: string },
): HeaderPlan {
  const names = header.map((raw, i) => raw.replace(/^\uFEFF/, '').trim() || `Unnamed: ${i}`);
  const position = new Map<string, number>();
  const problems: Problem[] = [];
  names.forEach((name, i) => {
    if (position.has(name)) {
      problems.push({ field: name, got: 'the column twice', expected: 'each column once' });
    }
    position.set(name, i);
  });

  const features = spec.features.flatMap((feature) => {
    const at = position.get(feature.name);
    if (at !== undefined) return [{ feature, at }];
    problems.push(missingColumn(feature.name, names));
    return [];
  });
  const targetAt = position.get(spec.target.name);
  if (targetAt === undefined && options.withTarget) problems.push(missingColumn(spec.target.name, names));
  const beside = [...(spec.subgroupColumns ?? []), ...keptColumns(spec)];
  const subgroups = (options.withTarget ? beside : []).flatMap((column) => {
    const at = position.get(column);
    if (at !== undefined) return [{ column, at }];
    problems.push(missingColumn(column, names));
    return [];
  });
  const groupColumn = options.withTarget ? spec.groupColumn : undefined;
  const groupAt = groupColumn === undefined ? undefined : position.get(groupColumn);
  if (groupColumn !== undefined && groupAt === undefined) problems.push(missingColumn(groupColumn, names));
  if (problems.length > 0) throw new InvalidInputError(options.what, problems);
  const exclusions = (options.withTarget ? (spec.excludeRows ?? []) : []).flatMap((rule) => {
    const at = position.get(rule.column);
    return at === undefined ? [] : [{ rule, at }];
  });

  const wanted = new Set([spec.target.name, ...spec.features.map(({ name }) => name), ...beside]);
  const others = names.filter((name) => !wanted.has(name));
  const ids = new Set(spec.idColumns);
  const drops = new Set(spec.dropColumns);
  const used = [...features, ...subgroups, ...exclusions].map(({ at }) => at);
  if (groupAt !== undefined) used.push(groupAt);
  if (options.withTarget && targetAt !== undefined) used.push(targetAt);
  return {
    width: names.length,
    features,
    targetAt: options.withTarget ? targetAt : undefined,
    subgroups,
    groupAt,
    exclusions,
    lastUsed: Math.max(-1, ...used),
    droppedIds: others.filter((name) => ids.has(name)),
    dropped: others.filter((name) => !ids.has(name) && drops.has(name)),
    unknown: others.filter((name) => !ids.has(name) && !drops.has(name)),
  };
}

function missingColumn(name: string, names: readonly string[]): Problem {
  const alike = names.find((other) => plain(other) === plain(name));
  return {
    field: name,
    got:
      alike === undefined
        ? `no column of this name among ${names.length}`
        : `a column ${JSON.stringify(alike)}`,
    expected: `a column named exactly ${JSON.stringify(name)}`,
  };
}

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
