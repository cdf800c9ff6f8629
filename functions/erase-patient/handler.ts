import { erasePatient as route } from '../../domain/api/routes/predictions.ts';
import type { HttpHandler } from '../edge/http.ts';
import { apiEdge, ok, operation } from '../edge/operations.ts';
import { useCaseOf, type ApiPorts } from '../edge/read.ts';
import { contract } from './contract.ts';
import { erasePatient, type ErasePorts } from './erase-patient.ts';

export { contract };

export const makeHandler = (ports: ErasePorts & ApiPorts): HttpHandler =>
  apiEdge({ ...ports, contract }, [
    operation(route, async ({ body, caller }) =>
      ok(await erasePatient(ports, useCaseOf(ports, body), body.patientId, caller.name)),
    ),
  ]);
