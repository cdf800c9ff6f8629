import * as z from 'zod/mini';
import { api } from './contract.ts';
import { examples, type Example } from './examples.ts';
import { fieldMeta } from './fields.ts';
import { problemSchema, scopes, type ApiRoute } from './route.ts';

type Json = Record<string, unknown>;

/** Where the components of one document are gathered while it is written. */
interface Written {
  readonly schemas: Record<string, unknown>;
}

const always = [400, 401, 403, 413, 429, 500, 503] as const;
const openToAll = [400, 429, 500, 503] as const;

/** The OpenAPI 3.1 document of the contract. @param version of the code, shown in its head. */
export function openApiDocument(version: string): Json {
  const written: Written = { schemas: {} };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [id, route] of Object.entries<ApiRoute>(api))
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(
      id,
      route,
      examples[id as keyof typeof examples],
      written,
    );
  written.schemas['Problem'] = schemaOf(problemSchema, 'output', written);
  return {
    openapi: '3.1.0',
    info: {
      title: 'modelkeep',
      version,
      description: 'Keeps deployed clinical models true. Decision support: a clinician decides.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(Object.values<ApiRoute>(api).map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(written.schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        oidc: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: `An access token of the platform's issuer. Scopes: ${scopes.join(', ')}.`,
        },
      },
    },
  };
}

function operationOf(id: string, route: ApiRoute, example: Example | undefined, written: Written): Json {
  const parameters = [
    ...parametersOf(route.params, 'path', written),
    ...parametersOf(route.query, 'query', written),
    ...(route.idempotent ? [idempotencyKey] : []),
  ];
  const isPublic = route.scope === 'public';
  const statuses = [
    ...(isPublic ? openToAll : always),
    ...(route.body ? [415] : []),
    ...(route.problems ?? []),
  ].sort((a, b) => a - b);
  return {
    operationId: id,
    tags: [route.tag],
    summary: route.summary,
    security: isPublic ? [] : [{ oidc: [route.scope] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: schemaOf(route.body, 'input', written),
                ...(example?.request === undefined ? {} : { example: example.request }),
              },
            },
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, schema]) => [
          status,
          { description: route.summary, content: contentOf(schema, example, written) },
        ]),
      ),
      ...(route.method === 'GET' ? { 304: { description: 'It is what `If-None-Match` names' } } : {}),
      ...Object.fromEntries(statuses.map((status) => [status, problemAnswer(status)])),
    },
  };
}

const contentOf = (schema: z.ZodMiniType | 'html', example: Example | undefined, written: Written): Json =>
  schema === 'html'
    ? { 'text/html': { schema: { type: 'string' } } }
    : {
        'application/json': {
          schema: schemaOf(schema, 'output', written),
          ...(example?.response === undefined ? {} : { example: example.response }),
        },
      };

const reasons: Readonly<Record<number, string>> = {
  400: 'The request does not fit; `errors` names each field',
  401: 'No token, or one that is not valid (any more)',
  403: 'The token lacks the scope, or the person may not do this',
  404: 'There is no such thing',
  409: 'It is in a state in which this cannot be done',
  413: 'The body is too large',
  415: 'The body is not JSON',
  422: 'The Idempotency-Key was used for something else, or the table cannot be used',
  429: 'Too many requests; see `retry-after`',
  500: 'Something failed on our side',
  503: 'Nothing can answer just now; see `retry-after`',
};

const problemAnswer = (status: number): Json => ({
  description: reasons[status] ?? 'A problem',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key of the same caller starts nothing twice',
  schema: { type: 'string', minLength: 1, maxLength: 100, pattern: '^[\\x21-\\x7e]+$' },
};

function parametersOf(schema: z.ZodMiniType | undefined, where: 'path' | 'query', written: Written): Json[] {
  if (!schema) return [];
  const { properties, required } = schemaOf(schema, 'input', written);
  const needed = Array.isArray(required) ? required : [];
  return Object.entries(typeof properties === 'object' && properties !== null ? properties : {}).map(
    ([name, shape]: [string, unknown]) => ({
      name,
      in: where,
      required: where === 'path' || needed.includes(name),
      schema: shape,
    }),
  );
}

/** A schema as JSON Schema 2020-12; named ones become components, in one form for requests and one for answers. */
function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output', written: Written): Json {
  const {
    $schema: _dialect,
    $defs,
    ...made
  } = z.toJSONSchema(schema, {
    io,
    metadata: fieldMeta,
    unrepresentable: 'any',
  });
  for (const [name, definition] of Object.entries($defs ?? {}))
    written.schemas[name] ??= withoutId(relinked(definition));
  const own = withoutId(relinked(made));
  const name = fieldMeta.get(schema)?.id;
  if (name === undefined) return own;
  written.schemas[name] ??= own;
  return { $ref: `#/components/schemas/${name}` };
}

/** References into a schema's own definitions become references to the document's components. */
const relinked = (value: unknown): Json =>
  JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;

const withoutId = ({ id: _id, ...rest }: Json): Json => rest;
