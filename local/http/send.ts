import type { ServerResponse } from 'node:http';

/** An answer of the server itself that changes: nobody keeps it. */
export function sendJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
