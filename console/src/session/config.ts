import { consoleConfigSchema, type ConsoleConfig } from '../../../domain/api/console-config.ts';
import { parseWith } from '../../../domain/validation/parse.ts';

/** What the page is told by whoever serves it, so that one build does for every environment. @throws Error where it is not. */
export async function loadConfig(): Promise<ConsoleConfig> {
  // As index.html preloads it, without a header of its own: it is on its way already.
  const response = await fetch('/config.json');
  return parseWith(consoleConfigSchema, await response.json(), 'config.json');
}
