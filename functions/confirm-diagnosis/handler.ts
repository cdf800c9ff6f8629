import {
  confirmDiagnoses,
  confirmDiagnosis as single,
  sendFeedback,
} from '../../domain/api/routes/predictions.ts';
import type { HttpHandler } from '../edge/http.ts';
import { apiEdge, ok, operation } from '../edge/operations.ts';
import { useCaseOf, type ApiPorts } from '../edge/read.ts';
import { confirmDiagnosis, type ConfirmPorts } from './confirm-diagnosis.ts';
import { confirmMany } from './confirm-many.ts';
import { contract } from './contract.ts';

export { contract };

export const makeHandler = (ports: ConfirmPorts & ApiPorts): HttpHandler =>
  apiEdge({ ...ports, contract }, [
    operation(single, async ({ params, body, caller }) => {
      const { diagnosis, correct } = body;
      const confirmation = { id: params.id, diagnosis, correct, by: caller.name };
      return ok(await confirmDiagnosis(ports, useCaseOf(ports, body), confirmation));
    }),
    operation(sendFeedback, async ({ body, caller }) => {
      const { predictionId, diagnosis, correct } = body;
      const confirmation = { id: predictionId, diagnosis, correct, by: caller.name };
      return ok(await confirmDiagnosis(ports, useCaseOf(ports, body), confirmation));
    }),
    operation(confirmDiagnoses, async ({ body, caller }) =>
      ok(await confirmMany(ports, useCaseOf(ports, body), body.confirmations, caller.name)),
    ),
  ]);
