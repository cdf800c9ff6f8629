import * as z from 'zod/mini';
import { chooseUseCase } from '../../domain/usecase/choose.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { pageQuery } from '../edge/fields.ts';
import { httpEdge, type HttpHandler } from '../edge/http.ts';
import { useCaseOf, type ReadEdge } from '../edge/read.ts';
import { contract } from './contract.ts';
import { readPrediction, readPredictions, type ReadPredictionsPorts } from './read-predictions.ts';

export { contract };

const querySchema = z.strictObject({
  ...pageQuery,
  status: z._default(z.enum(['pending', 'confirmed']), 'pending'),
});

export const makeHandler = (ports: ReadPredictionsPorts & ReadEdge): HttpHandler =>
  httpEdge({ ...ports, contract }, async ({ route, path, query, caller }) => {
    const by = caller.name;
    if (route === '/predictions/{id}') {
      const asked = { id: path['id'] ?? '', by };
      return { status: 200, body: await readPrediction(ports, useCaseOf(ports, query), asked) };
    }
    const { useCase: name, status, limit, cursor } = parseWith(querySchema, query, 'query');
    const useCase = chooseUseCase(ports.useCases, name, ports.defaultUseCase);
    const page = cursor === undefined ? { limit } : { limit, cursor };
    return { status: 200, body: await readPredictions(ports, useCase, { status, page, by }) };
  });
