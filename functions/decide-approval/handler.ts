import { approveModel, rejectModel } from '../../domain/api/routes/models.ts';
import type { HttpHandler } from '../edge/http.ts';
import { apiEdge, ok, operation } from '../edge/operations.ts';
import { useCaseOf, type ApiPorts } from '../edge/read.ts';
import { contract } from './contract.ts';
import { decideApproval, type Decided, type DecidePorts, type Decision } from './decide-approval.ts';

export { contract };

export function makeHandler(ports: DecidePorts & ApiPorts): HttpHandler {
  const decide = (
    version: number,
    decision: Decision['decision'],
    body: { readonly useCase?: string | undefined; readonly reason?: string | undefined },
    by: string,
  ): Promise<Decided> => {
    const { name, retraining } = useCaseOf(ports, body);
    const twoPersons = retraining.twoPersonApproval;
    return decideApproval(ports, { useCase: name, version, decision, by, reason: body.reason, twoPersons });
  };
  return apiEdge({ ...ports, contract }, [
    operation(approveModel, async ({ params, body, caller }) => {
      return ok(await decide(params.version, 'approved', body, caller.name));
    }),
    operation(rejectModel, async ({ params, body, caller }) => {
      return ok(await decide(params.version, 'rejected', body, caller.name));
    }),
  ]);
}
