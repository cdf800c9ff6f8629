import { UsageError } from '../errors.ts';
import type { Place } from './change.ts';
import { checks } from './checks.ts';
import type { Finding } from './finding.ts';

/** A line of the waiver file: this check may fail for this resource, for this reason. */
export interface Waiver {
  readonly id: string;
  /** An address, `*` standing for any characters; may be led by a stack and a colon: `dev/foundation:aws_kms_key.main`. */
  readonly resource: string;
  readonly reason: string;
  readonly line: number;
}

export interface Waived {
  readonly finding: Finding;
  readonly waiver: Waiver;
}

export interface Judged {
  readonly failing: readonly Finding[];
  readonly waived: readonly Waived[];
  /** They cover nothing that was reviewed, though their stack was: the check passes by now, or the address is wrong. */
  readonly unused: readonly Waiver[];
}

/**
 * `CHECK_ID RESOURCE reason…`, one a line; empty lines and lines that begin with # say nothing.
 * @throws UsageError for a line that has no reason, an id that is no check's, or the same waiver twice.
 */
export function readWaivers(text: string, file: string): readonly Waiver[] {
  const waivers = text.split('\n').flatMap((raw, index) => {
    const content = raw.trim();
    if (content === '' || content.startsWith('#')) return [];
    const [, id = '', resource = '', reason = ''] = /^(\S+)\s+(\S+)\s+(\S.*)$/.exec(content) ?? [];
    const line = index + 1;
    if (reason === '')
      throw new UsageError(
        `${file}:${line}: got ${JSON.stringify(content)}, expected CHECK_ID RESOURCE reason; a waiver without a reason is none`,
      );
    if (!/^CKV\w*_[A-Z]+_\d+$|^CKV_[A-Z]/.test(id) && !(id in checks))
      throw new UsageError(
        `${file}:${line}: got the check ${id}, expected one of Checkov's (CKV_AWS_18) or one of ${Object.keys(checks).join(', ')}`,
      );
    return [{ id, resource, reason, line }];
  });
  for (const waiver of waivers) {
    const other = waivers.find((w) => w.id === waiver.id && w.resource === waiver.resource);
    if (other !== undefined && other !== waiver)
      throw new UsageError(
        `${file}:${waiver.line}: got ${waiver.id} ${waiver.resource} again (line ${other.line}), expected each waiver once`,
      );
  }
  return waivers;
}

/** Which failing checks a waiver covers, and which waivers cover none. */
export function judge(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  reviewed: readonly Place[],
): Judged {
  const failing: Finding[] = [];
  const waived: Waived[] = [];
  for (const finding of findings.filter((f) => f.severity === 'danger')) {
    const waiver = waivers.find((w) => w.id === finding.id && fits(w, finding));
    if (waiver === undefined) failing.push(finding);
    else waived.push({ finding, waiver });
  }
  // Where several waivers cover one finding, each of them is used.
  const used = (waiver: Waiver): boolean =>
    waived.some(({ finding }) => waiver.id === finding.id && fits(waiver, finding));
  const unused = waivers.filter((w) => !used(w) && reviewed.some((place) => inStack(w, place)));
  return { failing, waived, unused };
}

/** `dev/foundation` and the address; the stack is undefined where the waiver names none. */
function partsOf({ resource }: Waiver): { readonly stack: string | undefined; readonly address: string } {
  // An index may hold a colon: aws_x.y["a:b"].
  const [, stack, address] = /^([\w*./-]+):(.+)$/.exec(resource) ?? [];
  return { stack, address: address ?? resource };
}

const fits = (waiver: Waiver, { address, place }: Finding): boolean =>
  matches(partsOf(waiver).address, address) && inStack(waiver, place);

const inStack = (waiver: Waiver, place: Place): boolean => {
  const { stack } = partsOf(waiver);
  return stack === undefined || matches(stack, stackId(place));
};

/** How a waiver names a stack. */
export const stackId = ({ environment, stack }: Place): string =>
  environment === undefined ? stack : `${environment}/${stack}`;

const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.?\\^$+{}()|[\]]/g, '\\$&'))
      .join('.*')}$`,
  ).test(text);
