import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod/mini';

type Answer = APIGatewayProxyStructuredResultV2;

interface Stream {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** What GET /events answers after this event. */
  readonly ask: (after: string | undefined) => Promise<Answer>;
  /** False when the server closes or the token has ended: the browser comes again. */
  readonly goesOn: () => boolean;
  readonly everyMs: number;
}

const answerSchema = z.object({
  events: z.array(z.looseObject({ id: z.string() })),
  last: z.nullable(z.string()),
});
/** A comment now and then, so that nothing in between takes the silence for an end. */
const heartbeatTicks = 15;

/**
 * Server-sent events out of the same answers that a poll gets: asked again and again, and only what is new is sent. Where a
 * browser comes again it names the last event that it has.
 * @returns the answer itself where that is a problem.
 */
export async function streamEvents(stream: Stream, from: string | undefined): Promise<Answer | 'answered'> {
  const { request, response, ask, goesOn, everyMs } = stream;
  const resumed = request.headers['last-event-id'];
  const first = await ask(typeof resumed === 'string' ? resumed : from);
  if (first.statusCode !== 200) return first;
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  let last = send(response, first, undefined);
  let ticks = 0;
  let asking = false;
  const tick = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    ticks += 1;
    const next = await ask(last).finally(() => (asking = false));
    if (next.statusCode === 200) last = send(response, next, last);
    if (ticks % heartbeatTicks === 0) response.write(': still here\n\n');
  };
  const timer = setInterval(() => {
    if (goesOn()) tick().catch(() => response.end());
    // Kept alive, the connection would hold up the close of the server.
    else response.end(() => request.socket.destroy());
  }, everyMs);
  response.once('close', () => clearInterval(timer));
  return 'answered';
}

/** Writes the events of an answer; the last event's id. */
function send(response: ServerResponse, answer: Answer, before: string | undefined): string | undefined {
  const { events, last } = z.parse(answerSchema, JSON.parse(answer.body ?? ''));
  const text = events.map((event) => `id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`).join('');
  response.write(text === '' && before === undefined ? ': nothing yet\n\n' : text);
  return last ?? before;
}
