import * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';

const advisorySchema = z.object({ url: z.string(), title: z.string(), severity: z.string() });

const reportSchema = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(z.union([z.string(), advisorySchema])) })),
});

const failing = new Set(['high', 'critical']);

/**
 * @param report what `npm audit --json` says.
 * @param waivers one a line, `GHSA-id reason`; `#` begins a comment.
 * @returns what fails, in words: each high or critical advisory that no waiver covers, each waiver that covers none.
 * @throws InvalidInputError where it is no report, such as where the registry did not answer.
 */
export function judgeAudit(report: unknown, waivers: string): readonly string[] {
  const { vulnerabilities } = parseWith(reportSchema, report, 'npm audit');
  const found = new Map<string, string>();
  for (const [name, { via }] of Object.entries(vulnerabilities))
    for (const advisory of via)
      if (typeof advisory !== 'string' && failing.has(advisory.severity))
        found.set(idOf(advisory.url), `${name}: ${advisory.severity}: ${advisory.title} (${advisory.url})`);
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
