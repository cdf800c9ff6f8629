import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import type { Clock, ObjectStore, SignedUrls } from '../../domain/ports.ts';
import { readBody } from '../http/body.ts';
import { sendProblem } from '../http/send.ts';

const expiresSeconds = 900;
const prefix = '/files/';

const grantSchema = z.strictObject({
  method: z.enum(['GET', 'PUT']),
  key: z.string(),
  bytes: z.number(),
  fileName: z.string(),
  until: z.number(),
});
type Grant = z.output<typeof grantSchema>;

/** SignedUrls of one machine: the server itself takes and gives the files, for whoever has an address that this process signed. */
export class LocalSignedUrls implements SignedUrls {
  readonly #objects: ObjectStore;
  readonly #clock: Clock;
  readonly #key = randomBytes(32);
  #baseUrl = '';

  constructor(deps: { readonly objects: ObjectStore; readonly clock: Clock }) {
    this.#objects = deps.objects;
    this.#clock = deps.clock;
  }

  /** Told when the server knows its address. */
  listensAt(url: string): void {
    this.#baseUrl = url;
  }

  async upload(
    key: string,
    { bytes, contentType }: { readonly bytes: number; readonly contentType: string },
  ) {
    const signed = this.#sign({ method: 'PUT', key, bytes, fileName: '' });
    return { ...signed, headers: { 'content-type': contentType } };
  }

  async download(key: string, fileName: string) {
    return this.#sign({ method: 'GET', key, bytes: 0, fileName });
  }

  /** True where the path is one of these addresses. */
  async handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean> {
    if (!path.startsWith(prefix)) return false;
    const grant = this.#grantOf(path.slice(prefix.length));
    if (!grant || grant.method !== request.method)
      sendProblem(response, 403, 'Forbidden', 'the address is not valid (any more); ask for a new one');
    else if (grant.method === 'PUT') await this.#take(grant, request, response);
    else await this.#give(grant, response);
    return true;
  }

  async #take(grant: Grant, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, grant.bytes);
    if (body === 'broken-off') sendProblem(response, 400, 'Invalid request', 'the upload broke off');
    else if (body === 'too-large' || body.length !== grant.bytes) {
      response.once('finish', () => request.destroy());
      sendProblem(response, 413, 'Content too large', `expected exactly the announced ${grant.bytes} bytes`);
    } else {
      await this.#objects.put(grant.key, body);
      response.writeHead(200).end();
    }
  }

  async #give(grant: Grant, response: ServerResponse): Promise<void> {
    const file = await this.#objects.get(grant.key);
    if (!file) {
      sendProblem(response, 404, 'Not found', 'the file is not there any more');
      return;
    }
    response.writeHead(200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${grant.fileName}"`,
      'content-length': file.body.byteLength,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.end(file.body);
  }

  #sign(grant: Omit<Grant, 'until'>) {
    const until = this.#clock.now().getTime() + expiresSeconds * 1000;
    const text = Buffer.from(JSON.stringify({ ...grant, until })).toString('base64url');
    const url = `${this.#baseUrl}${prefix}${text}.${this.#signature(text).toString('base64url')}`;
    return { url, expiresAt: new Date(until).toISOString() };
  }

  #grantOf(token: string): Grant | undefined {
    const [text = '', signature = ''] = token.split('.');
    const given = Buffer.from(signature, 'base64url');
    const own = this.#signature(text);
    if (given.length !== own.length || !timingSafeEqual(given, own)) return undefined;
    const grant = grantSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return grant.until > this.#clock.now().getTime() ? grant : undefined;
  }

  readonly #signature = (text: string): Buffer => createHmac('sha256', this.#key).update(text).digest();
}
