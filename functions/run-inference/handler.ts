import {
  downloadInferenceResults,
  getInferenceJob,
  listInferenceJobs,
  startInferenceJob,
} from '../../domain/api/routes/inference.ts';
import type { SignedUrls } from '../../domain/ports.ts';
import type { HttpHandler } from '../edge/http.ts';
import { apiEdge, ok, operation } from '../edge/operations.ts';
import { pageOf, useCaseOf, type ApiPorts } from '../edge/read.ts';
import { contract } from './contract.ts';
import { downloadResults } from './download.ts';
import { listJobs, readJob, runInference, type InferencePorts } from './run-inference.ts';

export { contract };

export const makeHandler = (
  ports: InferencePorts & ApiPorts & { readonly signedUrls: SignedUrls },
): HttpHandler =>
  apiEdge({ ...ports, contract }, [
    operation(startInferenceJob, async ({ body, caller, headers }) => {
      const key = headers['idempotency-key'];
      const job = await runInference(ports, useCaseOf(ports, body), body, caller.name, key);
      return { status: 202, body: job };
    }),
    operation(listInferenceJobs, async ({ query }) =>
      ok(await listJobs(ports, useCaseOf(ports, query), pageOf(query))),
    ),
    operation(getInferenceJob, async ({ query, params }) =>
      ok(await readJob(ports, useCaseOf(ports, query), params.jobId)),
    ),
    operation(downloadInferenceResults, async ({ query, params, caller }) =>
      ok(await downloadResults(ports, useCaseOf(ports, query), params.jobId, caller.name)),
    ),
  ]);
