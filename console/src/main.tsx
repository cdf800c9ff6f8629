import { createRoot } from 'react-dom/client';
import { setApiUrl } from './api/client.ts';
import { App } from './app.tsx';
import { loadConfig } from './session/config.ts';
import './theme/fonts.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root');

try {
  const config = await loadConfig();
  setApiUrl(config.apiUrl);
  createRoot(root).render(<App config={config} />);
} catch {
  root.textContent = 'modelkeep cannot be reached. Reload the page in a moment.';
}
