import { isComingIn } from './session/coming-in.ts';
import { showLanding } from './session/landing.ts';
import './theme/fonts.css';

/**
 * Who is signed in, or comes back from the issuer, gets the console; everybody else the page to sign in, which needs a
 * tenth of its script. Where it is served and by whom is read meanwhile.
 */
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root');

const config = import('./session/config.ts').then(({ loadConfig }) => loadConfig());
config.catch(() => undefined);

if (isComingIn(location.search, sessionStorage)) {
  // Not awaited here: the console's file imports this one, and would wait for it.
  void startConsole(root);
} else {
  showLanding(root, { config });
  requestIdleCallback(fetchWhatComesNext, { timeout: 2_000 });
}

async function startConsole(place: HTMLElement): Promise<void> {
  try {
    const { start } = await import('./start.tsx');
    start(place, await config);
  } catch {
    place.textContent = 'modelkeep cannot be reached. Reload the page in a moment.';
  }
}

/** While nobody waits for it; it is not run here. */
function fetchWhatComesNext(): void {
  void import('./session/begin-sign-in.ts');
  const next = document.querySelector<HTMLMetaElement>('meta[name=next]')?.content.split(' ') ?? [];
  for (const href of next)
    document.head.append(
      Object.assign(document.createElement('link'), { rel: 'prefetch', crossOrigin: '', href }),
    );
}
