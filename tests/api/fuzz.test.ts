import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { examples } from '../../domain/api/examples.ts';
import { bodies, httpEvent, testContext } from '../support/fuzz.ts';
import { arbitraryOf, type JsonSchema } from './arbitrary.ts';
import { apiWorld, type ApiWorld } from './world.ts';

/** Over all operations. */
const requestsInAll = 20_000;

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: JsonSchema;
}
interface Operation {
  readonly operationId: keyof typeof examples;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>> }>
  >;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

const file = path.join(import.meta.dirname, '../../docs/openapi.json');
const document = JSON.parse(await readFile(file, 'utf8')) as Document;
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ $id: 'api', ...document });
const validators = new Map<string, ValidateFunction>();
const validatorOf = (pointer: string): ValidateFunction => {
  const known = validators.get(pointer) ?? ajv.compile({ $ref: `api#${pointer}` });
  validators.set(pointer, known);
  return known;
};
const pointerOf = (...parts: readonly string[]): string =>
  parts.map((part) => `/${encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

let world: ApiWorld;
/** Values that lead to something, for parameters of these names. */
let known: Readonly<Record<string, readonly string[]>>;
let validBodies: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  world = await apiWorld();
  const clinician = world.as('carl.clinician');
  const useCase = 'breast-cancer';
  const [patient] = world.data.nextPatients(1, false);
  const { features } = patient!;
  const { id } = await clinician.predict({ body: { useCase, features, patientId: 'P-1' } });
  const csv = world.data.baseCsv.split('\n').slice(0, 80).join('\n');
  const job = await clinician.startInferenceJob({ body: { useCase, csv } });
  await clinician.ingestDataset({ body: { useCase, datasetId: 'd-1', csv } });
  const upload = await clinician.createUpload({ body: { useCase, fileName: 'a.csv', bytes: 10 } });
  await clinician.checkDrift({ body: { useCase } });
  const { executions } = await clinician.listExecutions({ query: { useCase } });
  known = {
    id: [id],
    jobId: [job.jobId],
    datasetId: ['d-1'],
    uploadId: [upload.uploadId],
    name: [executions[0]!.name],
    version: ['1', '2'],
    useCase: ['breast-cancer', 'breast-cancer', 'medication-adherence'],
    windowId: [id],
  };
  validBodies = {
    predict: { useCase, features, patientId: 'P-1' },
    predictBatch: { useCase, records: [{ features, reference: 'r' }, { features }] },
    sendFeedback: { useCase, predictionId: id, diagnosis: 1 },
    confirmDiagnoses: { useCase, confirmations: [{ id, diagnosis: 1 }] },
    startInferenceJob: { useCase, csv: csv.split('\n').slice(0, 4).join('\n') },
    ingestDataset: { useCase, datasetId: 'd-2', csv: csv.split('\n').slice(0, 4).join('\n') },
  };
}, 60_000);
afterAll(() => world.close());

/** Reads first; what stops serving last: a request after it would rightly be told to wait. */
const rank = ([id, method]: readonly [string, string]): number =>
  /pause|erase|rollBack|deploy/i.test(id) ? 2 : method === 'get' ? 0 : 1;

function requests({ operationId, parameters = [], requestBody }: Operation) {
  const { schemas } = document.components;
  const one = ({ name, schema }: Parameter) => {
    const fitting = arbitraryOf(schema, schemas).map(String);
    const any = fc.oneof(fc.string(), fc.constantFrom('..', '%2e', '__proto__', '0', '-1', '1e9', 'null'));
    const good = known[name];
    return fc.oneof(
      { weight: 4, arbitrary: good ? fc.constantFrom(...good) : fitting },
      { weight: 2, arbitrary: fitting },
      { weight: 1, arbitrary: any },
    );
  };
  const of = (where: Parameter['in']) => {
    const wanted = parameters.filter((parameter) => parameter.in === where);
    const requiredKeys = where === 'path' ? wanted.map(({ name }) => name) : [];
    return fc.record(Object.fromEntries(wanted.map((parameter) => [parameter.name, one(parameter)])), {
      requiredKeys,
    });
  };
  const schema = requestBody?.content['application/json']?.schema;
  const valid = validBodies[operationId] ?? examples[operationId]?.request ?? {};
  const body = schema
    ? fc.oneof(
        { weight: 3, arbitrary: arbitraryOf(schema, schemas).map((value) => JSON.stringify(value)) },
        { weight: 8, arbitrary: bodies(valid).map((value) => JSON.stringify(value)) },
        { weight: 1, arbitrary: fc.string() },
      )
    : fc.constant(undefined);
  return fc.tuple(of('path'), of('query'), of('header'), body);
}

/** Why an answer is not one that the document promises; undefined where it is. */
function broken(
  place: { readonly path: string; readonly method: string; readonly operation: Operation },
  answer: {
    readonly statusCode?: number | undefined;
    readonly headers?: object | undefined;
    readonly body?: string | undefined;
  },
): string | undefined {
  const { statusCode = 200, body = '' } = answer;
  if (statusCode >= 500) return `${statusCode}: ${body}`;
  const promised = place.operation.responses[String(statusCode)];
  if (!promised) return `${statusCode} is not documented: ${body}`;
  if (statusCode === 304) return undefined;
  const headers = Object.entries({ ...answer.headers });
  const sent = String(headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]).split(';', 1)[0]!;
  if (!promised.content?.[sent]) return `${statusCode} as ${sent} is not documented`;
  if (sent === 'text/html') return undefined;
  if (/\bat .+\.ts:\d+/.test(body)) return `shows the inside: ${body}`;
  const validate = validatorOf(
    pointerOf('paths', place.path, place.method, 'responses', String(statusCode), 'content', sent, 'schema'),
  );
  const parsed = JSON.parse(body) as { readonly errors?: readonly { readonly field: string }[] };
  if (statusCode >= 400 && !parsed.errors?.[0]?.field) return `${statusCode} names no field: ${body}`;
  return validate(parsed) ? undefined : `${statusCode} ${ajv.errorsText(validate.errors)}: ${body}`;
}

test('20,000 requests made from the document: no 5xx, every answer is one that it promises', async () => {
  const routes = world.platform.functions.routes();
  const places = Object.entries(document.paths)
    .flatMap(([at, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path: at, method, operation })),
    )
    .sort((a, b) => rank([a.operation.operationId, a.method]) - rank([b.operation.operationId, b.method]));
  expect(places.length).toBe(routes.length);
  const runs = Math.ceil(requestsInAll / places.length);
  const statuses = new Map<number, number>();
  for (const place of places) {
    const name = `${place.method.toUpperCase()} ${place.path}`;
    const route = routes.find(({ method, path: at }) => `${method} ${at}` === name);
    await fc.assert(
      fc.asyncProperty(requests(place.operation), async ([params, query, headers, text]) => {
        const sent = Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value] as const);
        const answer = await route!.handler(
          httpEvent({ route: name, path: params, query, headers: Object.fromEntries(sent), text }),
          testContext,
        );
        const status = answer.statusCode ?? 200;
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        const problem = broken(place, answer);
        if (problem !== undefined) throw new Error(`${name}: ${problem.slice(0, 2_000)}`);
      }),
      { numRuns: runs },
    );
  }
  const answered = [...statuses.values()].reduce((sum, count) => sum + count, 0);
  expect(answered).toBeGreaterThanOrEqual(requestsInAll);
  // A fuzz of which nothing gets through checks nothing.
  expect((statuses.get(200) ?? 0) / answered).toBeGreaterThan(0.2);
  const log = await readFile(world.platform.home.log, 'utf8');
  expect(log).not.toMatch(/"msg":"request failed"/);
}, 300_000);
