import { createRoot } from 'react-dom/client';
import type { ConsoleConfig } from '../../domain/api/console-config.ts';
import { setApiUrl } from './api/client.ts';
import { App } from './app.tsx';

/** The console itself, in this element. */
export function start(root: HTMLElement, config: ConsoleConfig): void {
  setApiUrl(config.apiUrl);
  createRoot(root).render(<App config={config} />);
}
