import { describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { api } from '../../domain/api/contract.ts';
import { examples } from '../../domain/api/examples.ts';
import { openApiDocument } from '../../domain/api/openapi.ts';
import type { ApiRoute } from '../../domain/api/route.ts';
import { contracts } from '../../stacks/functions/contracts.ts';

const file = path.join(import.meta.dirname, '../../docs/openapi.json');
const document = openApiDocument('0.1.0');
const routes = Object.entries<ApiRoute>(api);

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1, each reference leads somewhere', async () => {
    const result = await new Validator().validate(structuredClone(document));
    expect(result).toMatchObject({ valid: true });
    const schemas = Object.keys((document['components'] as { schemas: object }).schemas);
    const links = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    expect(links.length).toBeGreaterThan(50);
    expect(links.map(([, name]) => name).filter((name) => !schemas.includes(name ?? ''))).toEqual([]);
    expect(JSON.stringify(document)).not.toContain('$defs');
  });

  test('is the committed one (UPDATE_OPENAPI=1 writes it)', async () => {
    const text = `${JSON.stringify(document, null, 2)}\n`;
    if (process.env['UPDATE_OPENAPI']) await writeFile(file, text);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(JSON.parse(text));
  });

  test('has an example for each body that is sent, and each example fits', () => {
    const wrong = routes.flatMap(([id, route]) => {
      const example = examples[id as keyof typeof examples];
      const problems: string[] = [];
      if (route.body) {
        const parsed = z.safeParse(route.body, example?.request);
        if (!parsed.success) problems.push(`${id} request: ${JSON.stringify(parsed.error.issues)}`);
      }
      if (example?.response !== undefined) {
        const fits = Object.values(route.answers).some(
          (schema) => schema !== 'html' && z.safeParse(schema, example.response).success,
        );
        if (!fits) problems.push(`${id} response`);
      }
      return problems;
    });
    expect(wrong).toEqual([]);
  });
});

test('every operation is answered by exactly one function, and no function answers anything else', () => {
  const answered = contracts.flatMap(({ routes: own }) =>
    (own ?? []).map(({ method, path: at, scope }) => `${method} ${at} ${scope}`),
  );
  const promised = routes.map(([, { method, path: at, scope }]) => `${method} ${at} ${scope}`);
  expect(answered.sort()).toEqual(promised.sort());
  expect(new Set(answered).size).toBe(answered.length);
});
