import { afterEach, expect, test } from '@jest/globals';
import { FakeClock } from '../../tests/support/doubles.ts';
import { startHttp, type HttpServer } from './server.ts';

let server: HttpServer | undefined;
afterEach(() => server?.close());

/** Event number `n` of a log that grows by one with each look. */
const id = (n: number): string => `01KAVX5N2M0Q3W8YB7T4R6E9Z${n}`;

async function open(asked: (string | undefined)[], status = 200): Promise<string> {
  let looks = 0;
  server = await startHttp({
    port: 0,
    clock: new FakeClock(),
    eventsEveryMs: 5,
    routes: [
      {
        method: 'GET',
        path: '/events',
        scope: 'reader',
        functionName: 'f',
        handler: async (event) => {
          asked.push(event.queryStringParameters?.['after']);
          looks += 1;
          const events = [{ id: id(looks), at: '', type: 'model', useCase: 'u', subject: 's', message: 'm' }];
          return { statusCode: status, body: JSON.stringify({ events, last: id(looks) }) };
        },
      },
    ],
  });
  return `${server.url}/events?useCase=u`;
}

test('a stream sends what is new, each event once, and begins after the one that the browser has', async () => {
  const asked: (string | undefined)[] = [];
  const url = await open(asked);
  const left = new AbortController();
  const response = await fetch(url, {
    signal: left.signal,
    headers: { accept: 'text/event-stream', 'last-event-id': id(0) },
  });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  let text = '';
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (text.includes(`id: ${id(3)}`)) break;
  }
  left.abort();
  expect([...text.matchAll(/^id: (\S+)$/gm)].slice(0, 3).map(([, one]) => one)).toEqual([
    id(1),
    id(2),
    id(3),
  ]);
  expect(asked.slice(0, 3)).toEqual([id(0), id(1), id(2)]);
});

test('without asking for a stream it is a list, and a problem is an answer in both', async () => {
  const url = await open([]);
  expect(await (await fetch(url)).json()).toMatchObject({ last: id(1) });
  await server?.close();
  const refused = await fetch(await open([], 403), { headers: { accept: 'text/event-stream' } });
  expect(refused.status).toBe(403);
});

test('closing the server ends its streams', async () => {
  const url = await open([]);
  const response = await fetch(url, { headers: { accept: 'text/event-stream' } });
  await server?.close();
  const rest = await response.text().catch(() => 'cut off');
  expect(rest).toContain('id: ');
});
