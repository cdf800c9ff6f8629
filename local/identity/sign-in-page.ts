import { demoUsers } from './demo-users.ts';

const words: Readonly<Record<string, string>> = {
  reader: 'sees models, drift and health',
  clinician: 'predicts and confirms diagnoses',
  approver: 'trains, approves and deploys',
  admin: 'may do everything',
};

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 26rem; margin: 12vh auto; padding: 0 1rem }
button { display: block; width: 100%; margin: .5rem 0; padding: .8rem 1rem; font: inherit; text-align: left;
  border: 1px solid #888; border-radius: .5rem; background: transparent; color: inherit; cursor: pointer }
button:hover, button:focus-visible { border-color: #0b6bcb; outline: 2px solid #0b6bcb }
small { display: block; opacity: .8 }`;

/** Whom to sign in as. No name of a request stands in it. */
export const signInPage = (action: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sign in · modelkeep</title><style>${style}</style></head>
<body><main><h1>Sign in</h1><p>Demo people of this machine; no password.</p>
<form method="post" action="${action}">
${demoUsers
  .map(
    ({ name, role }) =>
      `<button name="user" value="${name}">${name}<small>${role}: ${words[role] ?? ''}</small></button>`,
  )
  .join('\n')}
</form></main></body></html>
`;

/** @param form the provider's own form, which ends the session when it is sent. */
export const signOutPage = (form: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sign out · modelkeep</title><style>${style}</style></head>
<body><main><h1>Sign out</h1>${form}
<button autofocus type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
</main></body></html>
`;
