/** Address of a page of the console; undefined where there is no console or no page. */
export function linkOf(consoleUrl: string | undefined, path: string | undefined): string | undefined {
  if (!consoleUrl || !path) return undefined;
  return `${consoleUrl.replace(/\/+$/, '')}${path.startsWith('/') ? path : `/${path}`}`;
}
