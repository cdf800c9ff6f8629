import type { ConsoleConfig } from '../../../domain/api/console-config.ts';
import { dark, light, type Scheme } from '../theme/colors.ts';
import './landing.css';

/**
 * The page of who is not signed in. Without React, so that it is there before anything else is: it stands before the
 * console on a first visit, and in it when a session ends.
 */
export function showLanding(
  root: HTMLElement,
  given: { readonly config: Promise<ConsoleConfig>; readonly error?: Error | undefined },
): void {
  const message = element('p', { className: 'landing-error', role: 'alert', hidden: true });
  const button = element('button', { type: 'button', textContent: 'Go on to sign in' });
  const foot = element('p', { className: 'landing-foot' });
  const fail = (text: string): void => {
    message.textContent = text;
    message.hidden = false;
    button.disabled = false;
  };
  button.addEventListener('click', () => {
    button.disabled = true;
    message.hidden = true;
    signIn(given.config).catch(() => fail('Signing in is not possible now. Try again in a moment.'));
  });

  const main = element('main', { className: 'landing' });
  for (const [prefix, scheme] of [
    ['light', light],
    ['dark', dark],
  ] as const)
    for (const [name, color] of Object.entries(coloursOf(scheme)))
      main.style.setProperty(`--${prefix}-${name}`, color);
  const mark = element('div', { className: 'landing-mark' });
  mark.append(element('img', { src: '/icon.svg', alt: '', width: 26, height: 26 }), 'modelkeep');
  const card = element('div', { className: 'landing-card' });
  card.append(
    mark,
    element('h1', { textContent: 'Sign in' }),
    element('p', {
      textContent: 'Predictions, confirmations and approvals are written down with your name.',
    }),
    message,
    button,
  );
  const column = element('div', { className: 'landing-column' });
  column.append(card, foot);
  main.append(column);
  root.replaceChildren(main);
  document.title = 'Sign in · modelkeep';

  foot.textContent = 'Decision support, not a medical device.';
  given.config.then(
    ({ environment }) => {
      foot.textContent = `Environment: ${environment}. Decision support, not a medical device.`;
    },
    () => fail('modelkeep cannot be reached. Reload the page in a moment.'),
  );
  if (given.error) fail('Signing in did not come to its end. Try again.');
}

async function signIn(config: Promise<ConsoleConfig>): Promise<void> {
  const { beginSignIn } = await import('./begin-sign-in.ts');
  await beginSignIn(await config);
}

const coloursOf = ({ ground, surface, line, ink, muted, accent, onAccent, tones }: Scheme) => ({
  ground,
  surface,
  line,
  ink,
  muted,
  accent,
  onaccent: onAccent,
  bad: tones.bad.text,
  badground: tones.bad.ground,
});

const element = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]>,
): HTMLElementTagNameMap[K] => Object.assign(document.createElement(name), properties);
