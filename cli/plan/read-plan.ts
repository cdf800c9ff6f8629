import { parseWith } from '../../domain/validation/parse.ts';
import { UsageError } from '../errors.ts';
import { changeOf, placeOfPlan, type Change, type Place } from './change.ts';
import { planSchema } from './schema.ts';
import { isFields, parseJson } from './value.ts';

/** One stack's plan. */
export interface Plan {
  /** The file that it was read from, without folders. */
  readonly source: string;
  readonly place: Place;
  /** Every managed resource, unchanged ones too. */
  readonly changes: readonly Change[];
  /** What others changed since the last apply. */
  readonly drift: readonly Change[];
  readonly complete: boolean;
}

const howTo = 'make it with: terraform plan -out=plan.bin && terraform show -json plan.bin > plan.json';

/**
 * The plan in a text that `terraform show -json` wrote.
 * @param source the file's name, for messages and as the stack's name where nothing is tagged.
 * @throws UsageError where the text is something else, and says what.
 * @throws InvalidInputError where a part that the review reads has another shape.
 */
export function readPlan(text: string, source: string): Plan {
  const value = parseJson(text);
  const wrong = whatElse(text, value);
  if (wrong !== undefined) throw new UsageError(`${source}: got ${wrong}, expected a plan as JSON; ${howTo}`);
  const version: unknown = isFields(value) ? value['format_version'] : undefined;
  if (typeof version !== 'string' || !/^1\.\d+$/.test(version))
    throw new UsageError(
      `${source}: got plan format version ${version === undefined ? 'none' : JSON.stringify(version)}, expected 1.x; use Terraform 1.x, or a newer modelkeep`,
    );
  const raw = parseWith(planSchema, value, `plan ${source}`);
  if (raw.errored)
    throw new UsageError(
      `${source}: the plan stopped at an error, so it is not whole; correct that and plan again`,
    );
  const place = placeOfPlan(raw.resource_changes, source.replace(/\.(plan\.)?json$/, ''));
  const read = (list: typeof raw.resource_changes): readonly Change[] =>
    list.map((change) => changeOf(change, place)).filter((change) => change !== undefined);
  return {
    source,
    place,
    changes: read(raw.resource_changes),
    drift: read(raw.resource_drift).filter((change) => change.action !== 'no-op'),
    complete: raw.complete,
  };
}

/** What a text is that is no plan; undefined where it may be one. */
function whatElse(text: string, value: unknown): string | undefined {
  if (text.trim() === '') return 'an empty file';
  if (text.startsWith('PK')) return "a plan in Terraform's own format";
  if (value === undefined)
    return text.startsWith('{"@level"') ? 'the log of `terraform plan -json`' : 'a text that is no JSON';
  if (!isFields(value)) return 'JSON that is no object';
  if ('serial' in value && 'lineage' in value) return 'a state file';
  if ('values' in value && !('planned_values' in value)) return 'a state as JSON';
  if ('check_type' in value || 'results' in value) return 'a report of another tool';
  if (!('resource_changes' in value) && !('planned_values' in value)) return 'JSON without planned values';
  return undefined;
}
