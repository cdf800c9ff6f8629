import type { ServerResponse } from 'node:http';
import { problem } from './problem.ts';

/** An answer of the server itself that changes: nobody keeps it. */
export function sendJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

export function sendProblem(response: ServerResponse, status: number, title: string, detail: string): void {
  response.writeHead(status, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  response.end(problem(status, title, detail).body);
}
