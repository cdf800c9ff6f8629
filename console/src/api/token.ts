let current: (() => string) | undefined;
let refused: () => void = () => undefined;

/** Where requests get their token from, and who is told that it is taken no more. */
export function setTokenSource(token: (() => string) | undefined, onRefused: () => void): void {
  current = token;
  refused = onRefused;
}

export const currentToken = (): string | undefined => current?.();

export const tokenRefused = (): void => {
  if (current) refused();
};
