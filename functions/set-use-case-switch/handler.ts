import { pauseUseCase, resumeUseCase } from '../../domain/api/routes/platform.ts';
import type { HttpHandler } from '../edge/http.ts';
import { apiEdge, ok, operation } from '../edge/operations.ts';
import type { ApiPorts } from '../edge/read.ts';
import { contract } from './contract.ts';
import { setUseCaseSwitch, type SwitchPorts } from './set-use-case-switch.ts';

export { contract };

export const makeHandler = (ports: SwitchPorts & ApiPorts): HttpHandler =>
  apiEdge(
    { ...ports, contract },
    [
      { route: pauseUseCase, paused: true },
      { route: resumeUseCase, paused: false },
    ].map(({ route, paused }) =>
      operation(route, async ({ params, body, caller }) => {
        const wanted = { paused, by: caller.name, reason: body.reason };
        return ok(await setUseCaseSwitch(ports, ports.useCases.get(params.useCase), wanted));
      }),
    ),
  );
