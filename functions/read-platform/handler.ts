import { openApiDocument } from '../../domain/api/openapi.ts';
import {
  getCosts,
  getHealth,
  getMe,
  getOpenApi,
  getUseCase,
  listAudit,
  listEvents,
  listUseCases,
} from '../../domain/api/routes/platform.ts';
import { scopes } from '../../domain/api/route.ts';
import type { HttpHandler } from '../edge/http.ts';
import { apiEdge, ok, operation } from '../edge/operations.ts';
import { pageOf, useCaseOf, type ApiPorts } from '../edge/read.ts';
import { contract } from './contract.ts';
import { describeUseCase, summaryOf } from './describe-use-case.ts';
import { readAudit } from './read-audit.ts';
import { readCosts } from './read-costs.ts';
import { readEvents } from './read-events.ts';
import { readHealth, type HealthPorts } from './read-health.ts';

export { contract };

export function makeHandler(ports: HealthPorts & ApiPorts): HttpHandler {
  let document: object | undefined;
  const { useCases } = ports;
  /** The use case that is asked for, or all. */
  const wanted = (asked: { readonly useCase?: string | undefined }) =>
    asked.useCase === undefined
      ? useCases.names.map((name) => useCases.get(name))
      : [useCases.get(asked.useCase)];
  return apiEdge({ ...ports, contract }, [
    operation(getHealth, async () => ok(await readHealth(ports))),
    operation(getOpenApi, async () => ok((document ??= openApiDocument(ports.codeVersion)))),
    operation(listUseCases, async () => ok({ useCases: wanted({}).map(summaryOf) })),
    operation(getUseCase, async ({ params }) => ok(describeUseCase(useCases.get(params.useCase)))),
    operation(getMe, async ({ caller }) =>
      ok({
        name: caller.name,
        scopes: scopes.filter((scope) => caller.scopes?.includes(scope) ?? false),
      }),
    ),
    operation(getCosts, async ({ query }) => ok(await readCosts(ports, wanted(query)))),
    operation(listEvents, async ({ query }) => ok(await readEvents(ports, wanted(query), query.after))),
    operation(listAudit, async ({ query }) =>
      ok(await readAudit(ports, useCaseOf(ports, query), pageOf(query))),
    ),
  ]);
}
