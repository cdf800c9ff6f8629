import { createContext, use } from 'react';

export const UseCaseContext = createContext<string | null>(null);

/** The use case that the page is about. @throws Error outside of one. */
export function useUseCaseName(): string {
  const name = use(UseCaseContext);
  if (name === null) throw new Error('no use case stands around this part of the page');
  return name;
}
