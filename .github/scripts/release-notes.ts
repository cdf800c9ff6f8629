/** The part of the changelog below `## <version>`. @throws Error where there is none. */
export function changesOf(changelog: string, version: string): string {
  const parts = changelog.split(/^## /m);
  const part = parts.find((one) => one.split(/\s/, 1)[0] === version);
  if (part === undefined)
    throw new Error(
      `CHANGELOG.md: got no section ${version}, expected "## ${version}"; name what is unreleased so`,
    );
  return part.slice(part.indexOf('\n')).trim();
}
