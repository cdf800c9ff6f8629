import type { QueryClient } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { eventListSchema } from '../../../domain/api/schemas/platform.ts';
import { parseWith } from '../../../domain/validation/parse.ts';
import { apiUrl } from './client.ts';
import { connection } from './connection.ts';
import { eventParser } from './event-parser.ts';
import { currentToken } from './token.ts';

/** What is asked anew when something of a kind has changed: first parts of query keys. */
const touched: Readonly<Record<string, readonly string[]>> = {
  prediction: ['status', 'traffic', 'coverage'],
  confirmation: ['status', 'coverage'],
  execution: ['status', 'executions', 'trainings', 'models', 'alarms'],
  model: ['status', 'models', 'trainings', 'alarms'],
  deployment: ['status', 'models', 'executions', 'alarms', 'fairness'],
  drift: ['status', 'drift', 'timeline', 'alarms'],
  quality: ['status', 'quality', 'alarms'],
  dataset: ['datasets'],
  inference: ['jobs'],
  'use-case': ['status', 'alarms'],
};

const authorization = (): Readonly<Record<string, string>> => {
  const token = currentToken();
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
};

const gatherMilliseconds = 400;
/** Between two lists, and before a stream that broke off is opened again. */
const againMilliseconds = 2_000;

/**
 * Keeps what is on the page true: the platform's events come over one stream, and each makes the queries that it touches be
 * asked again (a burst of events: once). Where the platform does not stream, the list of events is asked for in short
 * intervals. Returns how to stop.
 */
export function followEvents(queries: QueryClient): () => void {
  const stopped = new AbortController();
  const { signal } = stopped;
  const isStopped = (): boolean => signal.aborted;
  const kinds = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = (): void => {
    timer = undefined;
    const names = new Set([...kinds].flatMap((kind) => touched[kind] ?? Object.values(touched).flat()));
    kinds.clear();
    void queries.invalidateQueries({ predicate: ({ queryKey }) => names.has(String(queryKey[0])) });
  };
  const note = (kind: string): void => {
    kinds.add(kind);
    timer ??= setTimeout(flush, gatherMilliseconds);
  };

  const follow = async (): Promise<void> => {
    let last: string | undefined;
    while (!isStopped()) {
      try {
        last = await once(last, note, signal);
      } catch (error) {
        if (error instanceof TypeError && !isStopped()) connection.reached(false);
      }
      await pause(againMilliseconds, signal);
    }
  };
  void follow();

  return () => {
    stopped.abort();
    clearTimeout(timer);
  };
}

/** One stream to its end, or one list; returns the last event's id. */
async function once(
  last: string | undefined,
  note: (kind: string) => void,
  signal: AbortSignal,
): Promise<string | undefined> {
  const response = await fetch(apiUrl(last === undefined ? '/events' : `/events?after=${last}`), {
    headers: { accept: 'text/event-stream, application/json;q=0.9', ...authorization() },
    signal,
  });
  if (!response.ok || !response.body) return last;
  connection.reached(true);
  let latest = last;
  if (response.headers.get('content-type')?.includes('event-stream')) {
    // A first stream begins with what was before it: that is in what the page reads.
    const since = last === undefined ? Date.parse(response.headers.get('date') ?? '') : Number.NaN;
    const take = eventParser((event) => {
      latest = event.id ?? latest;
      const { kind, at } = changeOf(event.type, event.data);
      if (!(Date.parse(at) < since)) note(kind);
    });
    for await (const piece of textOf(response.body)) take(piece);
    return latest;
  }
  const listed = parseWith(eventListSchema, await response.json(), 'answer of GET /events');
  // Those before the page was opened are in what it has read.
  if (last !== undefined) for (const { type } of listed.events) note(type);
  return listed.last ?? last;
}

const changeSchema = z.object({ type: z.optional(z.string()), at: z.optional(z.string()) });

/** What changed and when: by the name of the stream's event, or where it has none by the `type` in its data. */
function changeOf(name: string, data: string): { readonly kind: string; readonly at: string } {
  let change: z.output<typeof changeSchema> = {};
  try {
    change = parseWith(changeSchema, JSON.parse(data), 'event');
  } catch {
    // Something has changed, whatever it was.
  }
  return { kind: name === 'message' ? (change.type ?? 'everything') : name, at: change.at ?? '' };
}

async function* textOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield decoder.decode(value, { stream: true });
  }
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
