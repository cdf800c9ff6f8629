import {
  getExecution,
  getExecutionState,
  getTraining,
  listExecutions,
  listTrainings,
} from '../../domain/api/routes/retraining.ts';
import type { HttpHandler } from '../edge/http.ts';
import { apiEdge, ok, operation } from '../edge/operations.ts';
import { pageOf, useCaseOf, type ApiPorts } from '../edge/read.ts';
import { contract } from './contract.ts';
import { readState } from './read-state.ts';
import { readExecutions, readOneExecution } from './read-executions.ts';
import { readTraining, readTrainings, type ReadTrainingPorts } from './read-training.ts';

export { contract };

export const makeHandler = (ports: ReadTrainingPorts & ApiPorts): HttpHandler =>
  apiEdge({ ...ports, contract }, [
    operation(listExecutions, async ({ query }) =>
      ok(await readExecutions(ports, useCaseOf(ports, query), pageOf(query))),
    ),
    operation(getExecution, async ({ query, params }) =>
      ok(await readOneExecution(ports, useCaseOf(ports, query), params.name)),
    ),
    operation(getExecutionState, async ({ query, params }) =>
      ok(await readState(ports, useCaseOf(ports, query), params)),
    ),
    operation(listTrainings, async ({ query }) =>
      ok(await readTrainings(ports, useCaseOf(ports, query), pageOf(query))),
    ),
    operation(getTraining, async ({ query, params }) =>
      ok(await readTraining(ports, useCaseOf(ports, query), params.name)),
    ),
  ]);
