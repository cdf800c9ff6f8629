import { useInfiniteQuery } from '@tanstack/react-query';
import { useUseCaseName } from '../layout/use-case.tsx';
import { client } from './client.ts';

/** Lists that grow for years come in pages: one at first, the next when somebody asks for it. */
const pageSize = 50;
const limit = String(pageSize);

/** What a list shows, and how it goes on. */
export interface Paged<T> {
  readonly items: readonly T[] | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
  /** There are more. */
  readonly hasMore: boolean;
  readonly loadsMore: boolean;
  readonly loadMore: () => unknown;
}

interface Page {
  readonly cursor?: string | undefined;
}

function usePaged<P extends Page, T>(
  name: string,
  read: (query: { useCase: string; limit: string; cursor?: string }, signal: AbortSignal) => Promise<P>,
  itemsOf: (page: P) => readonly T[],
): Paged<T> {
  const useCase = useUseCaseName();
  const query = useInfiniteQuery({
    queryKey: [name, useCase, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      read({ useCase, limit, ...(pageParam === undefined ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: firstPage(),
    getNextPageParam: ({ cursor }) => cursor,
  });
  return {
    items: query.data?.pages.flatMap(itemsOf),
    error: query.error,
    refetch: query.refetch,
    hasMore: query.hasNextPage,
    loadsMore: query.isFetchingNextPage,
    loadMore: query.fetchNextPage,
  };
}
const firstPage = (): string | undefined => undefined;

/** The newest version first. */
export const useModels = () =>
  usePaged(
    'models',
    (query, signal) => client.listModels({ query, signal }),
    ({ models }) => models,
  );

/** The latest start first. */
export const useExecutions = () =>
  usePaged(
    'executions',
    (query, signal) => client.listExecutions({ query, signal }),
    ({ executions }) => executions,
  );

/** The latest start first. */
export const useTrainings = () =>
  usePaged(
    'trainings',
    (query, signal) => client.listTrainings({ query, signal }),
    ({ trainings }) => trainings,
  );
