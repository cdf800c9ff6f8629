import type * as z from 'zod/mini';
import type { downloadSchema } from '../../domain/api/schemas/inference.ts';
import type { SignedUrls } from '../../domain/ports.ts';
import { auditWrite } from '../../domain/records/audit.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { readJob, resultsKey, type InferencePorts } from './run-inference.ts';

/** An address for the results; who asked for it is noted first. Throws HttpProblem 404 for an unknown job. */
export async function downloadResults(
  ports: InferencePorts & { readonly signedUrls: SignedUrls },
  useCase: UseCase,
  jobId: string,
  by: string,
): Promise<z.output<typeof downloadSchema>> {
  const { fileName, resultsBytes } = await readJob(ports, useCase, jobId);
  const entry = { useCase: useCase.name, actor: by, action: 'download-inference', subject: jobId } as const;
  await ports.records.write([auditWrite(entry, ports)]);
  const name = resultsName(fileName);
  const signed = await ports.signedUrls.download(resultsKey(useCase.name, jobId), name);
  return { ...signed, fileName: name, bytes: resultsBytes };
}

/** A header takes it as it is: letters, digits, dots, dashes and underscores alone. */
const resultsName = (fileName: string): string =>
  `${fileName
    .replace(/\.[^.]*$/, '')
    .replaceAll(/[^\w.-]+/g, '-')
    .slice(0, 80)}-results.csv`;
