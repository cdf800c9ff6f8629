import { ApiError } from '../../../domain/api/index.ts';

export interface Explained {
  readonly title: string;
  readonly detail: string;
  readonly fields: readonly string[];
}

/** What people are told about an error of a request. */
export function explain(error: unknown): Explained {
  if (error instanceof ApiError) {
    if (error.status === 401)
      return { title: 'You are signed out', detail: 'Sign in again to go on.', fields: [] };
    if (error.status === 403)
      return {
        title: 'Your role does not allow this',
        detail: error.message || 'Ask whoever administers the platform for the role.',
        fields: [],
      };
    if (error.status === 429)
      return { title: 'Too many requests', detail: 'Wait a moment and try again.', fields: [] };
    return {
      title: error.problem.title,
      detail: sentence(error.message),
      fields: (error.problem.errors ?? []).map(
        ({ field, got, expected }) => `${field}: got ${got}, expected ${expected}`,
      ),
    };
  }
  if (error instanceof TypeError)
    return {
      title: 'The platform cannot be reached',
      detail: 'It may be restarting, or the network is gone. This page tries again by itself.',
      fields: [],
    };
  return {
    title: 'Something went wrong',
    detail: error instanceof Error ? sentence(error.message) : '',
    fields: [],
  };
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
