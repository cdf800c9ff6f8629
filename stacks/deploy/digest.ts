import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';

/**
 * What a plan does, by the address of each resource that it changes: its actions and a hash of what it will be. Tells two
 * plans apart and holds no value of them, so that it may leave the machine, which a plan may not.
 */
export type PlanDigest = Readonly<Record<string, string>>;

const planSchema = z.object({
  resource_changes: z._default(
    z.array(
      z.object({
        address: z.string(),
        change: z.object({
          actions: z.array(z.string()),
          before: z.unknown(),
          after: z.unknown(),
          after_unknown: z.unknown(),
        }),
      }),
    ),
    [],
  ),
});

const changesNothing = (actions: readonly string[]): boolean =>
  actions.every((action) => action === 'no-op' || action === 'read');

/**
 * @param plan what `terraform show -json` says of a saved plan.
 * @throws InvalidInputError where it is none.
 */
export function digestOf(plan: unknown): PlanDigest {
  const { resource_changes } = parseWith(planSchema, plan, 'plan');
  return Object.fromEntries(
    resource_changes
      .filter(({ change }) => !changesNothing(change.actions))
      .map(({ address, change }): [string, string] => {
        const { actions, before, after, after_unknown: unknown } = change;
        const hash = createHash('sha256').update(JSON.stringify(sorted({ before, after, unknown })));
        return [address, `${actions.join('+')} ${hash.digest('hex')}`];
      })
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** With the keys of each object in order: Terraform promises none. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

const differencesShown = 5;

/** What a fresh plan does otherwise than the reviewed one, in words; undefined where they do the same. */
export function differenceOf(reviewed: PlanDigest, fresh: PlanDigest): string | undefined {
  const words = [...new Set([...Object.keys(reviewed), ...Object.keys(fresh)])].sort().flatMap((address) => {
    const [before, after] = [reviewed[address], fresh[address]];
    if (before === after) return [];
    if (before === undefined) return [`${address} (${actionOf(after)}) was not in the review`];
    if (after === undefined) return [`${address} (${actionOf(before)}) is no longer to do`];
    const [was, is] = [actionOf(before), actionOf(after)];
    return [was === is ? `${address} (${is}) with other values` : `${address}: ${was} then, ${is} now`];
  });
  if (words.length === 0) return undefined;
  const more = words.length - differencesShown;
  return [...words.slice(0, differencesShown), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

const actionOf = (entry: string | undefined): string => entry?.split(' ')[0] ?? '';

export const digestFile = (folder: string, stackId: string): string =>
  path.join(folder, `${stackId}.digest.json`);

const digestSchema = z.record(z.string(), z.string());

/**
 * The digests of a review, by stack. @throws Error with code ENOENT where the folder is not there; InvalidInputError for a
 * file that is no digest.
 */
export async function readDigests(folder: string): Promise<ReadonlyMap<string, PlanDigest>> {
  const suffix = '.digest.json';
  const files = (await readdir(folder)).filter((name) => name.endsWith(suffix));
  return new Map(
    await Promise.all(
      files.map(async (name): Promise<[string, PlanDigest]> => {
        const text = await readFile(path.join(folder, name), 'utf8');
        return [name.slice(0, -suffix.length), parseWith(digestSchema, jsonOf(text), name)];
      }),
    ),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
