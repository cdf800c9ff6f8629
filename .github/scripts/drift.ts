/**
 * @param digests `{ address: 'action+action hash' }` of the plan of each stack.
 * @returns Markdown; undefined where no plan changes anything.
 */
export function driftText(
  environment: string,
  digests: ReadonlyMap<string, Readonly<Record<string, string>>>,
): string | undefined {
  const lines = [...digests].flatMap(([stack, digest]) =>
    Object.entries(digest).map(
      ([address, entry]) =>
        `- \`${stack}\`: \`${address}\`: ${entry.split(' ')[0]?.replaceAll('+', ', then ') ?? ''}`,
    ),
  );
  return lines.length === 0 ? undefined : `## ${environment}\n\n${lines.sort().join('\n')}\n`;
}
