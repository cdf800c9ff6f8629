import * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';

/** An advisory that is bad enough to stop for. */
export interface Advisory {
  /** `GHSA-…` or `PYSEC-…`. */
  readonly id: string;
  /** The package, how bad, what, and where to read on. */
  readonly words: string;
}

/** Nothing was audited: the service of the advisories did not answer. That is no pass. */
export class NotAudited extends Error {
  override readonly name = 'NotAudited';
}

const advisorySchema = z.object({ url: z.string(), title: z.string(), severity: z.string() });
const npmReportSchema = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(z.union([z.string(), advisorySchema])) })),
});
const npmRefusalSchema = z.object({ message: z.string() });

const failing = new Set(['high', 'critical']);

/**
 * @param report what `npm audit --json` says.
 * @returns high and critical advisories.
 * @throws NotAudited where the registry did not answer; InvalidInputError where it is no report.
 */
export function npmAdvisories(report: unknown): readonly Advisory[] {
  const refusal = z.safeParse(npmRefusalSchema, report);
  if (refusal.success) throw new NotAudited(`npm: no advisories were to be had (${refusal.data.message})`);
  const { vulnerabilities } = parseWith(npmReportSchema, report, 'npm audit');
  return Object.entries(vulnerabilities).flatMap(([name, { via }]) =>
    via.flatMap((one) =>
      typeof one !== 'string' && failing.has(one.severity)
        ? [{ id: idOf(one.url), words: `${name}: ${one.severity}: ${one.title} (${one.url})` }]
        : [],
    ),
  );
}

const pythonReportSchema = z.object({
  dependencies: z.array(
    z.object({
      name: z.string(),
      skip_reason: z.optional(z.string()),
      version: z.optional(z.string()),
      vulns: z._default(
        z.array(z.object({ id: z.string(), aliases: z._default(z.array(z.string()), []) })),
        [],
      ),
    }),
  ),
});

/**
 * @param report what `pip-audit --format json` says of a lock file.
 * @returns all advisories: PyPI's have no severity.
 * @throws NotAudited where a package was skipped; InvalidInputError where it is no report.
 */
export function pythonAdvisories(report: unknown, lockFile: string): readonly Advisory[] {
  const { dependencies } = parseWith(pythonReportSchema, report, `pip-audit of ${lockFile}`);
  const skipped = dependencies.filter(({ skip_reason: reason }) => reason !== undefined);
  const [first] = skipped;
  if (first !== undefined)
    throw new NotAudited(
      `${lockFile}: no advisories were to be had for ${skipped.length} of ${dependencies.length} packages (${first.skip_reason ?? ''})`,
    );
  return dependencies.flatMap(({ name, version = '', vulns }) =>
    vulns.map(({ id, aliases }) => ({
      id,
      words: `${name} ${version}: ${[id, ...aliases].join(', ')} (https://osv.dev/${id})`,
    })),
  );
}

/**
 * @param waivers one a line, `id reason`; `#` begins a comment.
 * @returns what fails, in words: each advisory that no waiver covers, each waiver that covers none or has no reason.
 */
export function judgeAudit(advisories: readonly Advisory[], waivers: string): readonly string[] {
  const found = new Map(advisories.map(({ id, words }) => [id, words]));
  const waived = waivers
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => /^(\S+)\s*(.*)$/.exec(line))
    .map((match) => ({ id: match?.[1] ?? '', reason: match?.[2] ?? '' }));
  return [
    ...[...found].filter(([id]) => !waived.some((waiver) => waiver.id === id)).map(([, words]) => words),
    ...waived
      .filter(({ id }) => !found.has(id))
      .map(({ id }) => `waiver ${id}: covers nothing; remove its line`),
    ...waived
      .filter(({ reason }) => reason === '')
      .map(({ id }) => `waiver ${id}: got no reason, expected one`),
  ];
}

const idOf = (url: string): string => url.split('/').at(-1) ?? url;
