import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerForm, render, type Rendered } from './answers.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { ModelRegistry } from './models.ts';
import { HttpProblem } from './problem.ts';
import { readRows } from './read-rows.ts';

export interface ServerParts {
  /** The one model, or those of a multi-model endpoint. */
  readonly models: LoadedModel | ModelRegistry;
  readonly maxBodyBytes: number;
  /** One line for each request but /ping: never a body, a header or a model's answer. */
  readonly log: (line: Readonly<Record<string, unknown>>) => void;
}

interface Answer extends Rendered {
  readonly status: number;
  readonly rows?: number;
}

const json = (status: number, value: unknown): Answer => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(value),
});

/**
 * SageMaker's contract of an inference container: GET /ping, POST /invocations; with a registry also /models and
 * /models/{name}/invoke. Explanations are asked for by `"explain": true` in a JSON body, or by `explain=true` in
 * X-Amzn-SageMaker-Custom-Attributes, since InvokeEndpoint passes no query on.
 */
export function makeServer(parts: ServerParts): Server {
  const server = createServer((request, response) => {
    const startedAt = performance.now();
    void answerOf(parts, request)
      .catch((error: unknown) => problemAnswer(error, parts.log))
      .then((answer) => {
        send(response, answer);
        if (request.url === '/ping') return;
        parts.log({
          level: answer.status < 500 ? 'info' : 'error',
          msg: 'request',
          method: request.method,
          route: routeOf(request),
          status: answer.status,
          ...(answer.rows === undefined ? {} : { rows: answer.rows }),
          ms: Math.round((performance.now() - startedAt) * 100) / 100,
        });
      });
  });
  // SageMaker keeps connections open for longer than Node's five seconds, and would meet a closed one.
  server.keepAliveTimeout = 75_000;
  return server;
}

const routeOf = ({ url = '/' }: IncomingMessage): string =>
  url.split('?', 1)[0]!.replace(/^\/models\/[^/]+/, '/models/{name}');

async function answerOf(parts: ServerParts, request: IncomingMessage): Promise<Answer> {
  const { models } = parts;
  const route = `${request.method ?? ''} ${routeOf(request)}`;
  if (route === 'GET /ping') return json(200, { status: 'ok' });
  if ('answer' in models) {
    if (route === 'POST /invocations') return invoke(models, request, parts.maxBodyBytes);
    if (route === 'GET /execution-parameters')
      return json(200, { MaxConcurrentTransforms: 2, BatchStrategy: 'MULTI_RECORD', MaxPayloadInMB: 6 });
    throw notFound;
  }
  const name = nameIn(request);
  switch (route) {
    case 'GET /models':
      return json(200, models.list());
    case 'POST /models':
      await models.load(parsed(await readBody(request, parts.maxBodyBytes)));
      return json(200, { status: 'loaded' });
    case 'GET /models/{name}':
      return json(200, models.describe(name));
    case 'DELETE /models/{name}':
      models.unload(name);
      return json(200, { status: 'unloaded' });
    case 'POST /models/{name}/invoke':
      return invoke(models.get(name), request, parts.maxBodyBytes);
    default:
      throw notFound;
  }
}

const notFound = new HttpProblem(404, 'Not found', 'expected GET /ping or POST /invocations');

function nameIn({ url = '/' }: IncomingMessage): string {
  try {
    return decodeURIComponent(/^\/models\/([^/?]+)/.exec(url)?.[1] ?? '');
  } catch {
    throw new HttpProblem(400, 'Bad request', 'path: expected a URL-encoded name of a model');
  }
}

async function invoke(model: LoadedModel, request: IncomingMessage, maxBodyBytes: number): Promise<Answer> {
  const body = await readBody(request, maxBodyBytes);
  const { rows, form, explain } = readRows(body, request.headers['content-type'] ?? '', model.featureNames);
  const answerAs = answerForm(request.headers.accept, form);
  const wanted = explain || explainAsked(request);
  if (wanted && answerAs === 'csv')
    throw new HttpProblem(406, 'Not acceptable', 'explanations have no CSV form; accept application/json');
  const answers = await model.answer(rows, wanted);
  return { status: 200, ...render(answerAs, answers, model), rows: answers.length };
}

function explainAsked({ headers }: IncomingMessage): boolean {
  const attributes = headers['x-amzn-sagemaker-custom-attributes'];
  const text = Array.isArray(attributes) ? attributes.join(',') : (attributes ?? '');
  return text.split(',').some((attribute) => attribute.trim().toLowerCase() === 'explain=true');
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw new HttpProblem(
        413,
        'Content too large',
        `body: got more than ${maxBytes} bytes, expected at most that`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new HttpProblem(400, 'Bad request', 'body: got text that is no JSON, expected JSON');
  }
}

function problemAnswer(error: unknown, log: ServerParts['log']): Answer {
  const known = error instanceof HttpProblem;
  // The message of an unexpected error may hold anything: its name and place do.
  if (!known)
    log({
      level: 'error',
      msg: 'failed',
      error: error instanceof Error ? error.name : 'no Error',
      at:
        error instanceof Error
          ? error.stack
              ?.split('\n')
              .find((line) => /^\s+at /.test(line))
              ?.trim()
          : undefined,
    });
  const { status, title, message, errors } = known
    ? error
    : { status: 500, title: 'Internal error', message: 'the request could not be answered', errors: [] };
  return {
    status,
    contentType: 'application/problem+json',
    body: JSON.stringify({ status, title, detail: message, ...(errors.length === 0 ? {} : { errors }) }),
  };
}

function send(response: ServerResponse, { status, contentType, body }: Answer): void {
  // What is left of a body that was too large is not read: the connection ends with the answer.
  const headers = status === 413 ? { connection: 'close' } : {};
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}
