import { getDataset, listDatasets, previewDataset as preview } from '../../domain/api/routes/datasets.ts';
import type { HttpHandler } from '../edge/http.ts';
import { apiEdge, ok, operation } from '../edge/operations.ts';
import { pageOf, useCaseOf, type ApiPorts } from '../edge/read.ts';
import { contract } from './contract.ts';
import { previewDataset } from './preview-dataset.ts';
import { readDataset, readDatasets, type ReadDatasetsPorts } from './read-datasets.ts';

export { contract };

export const makeHandler = (ports: ReadDatasetsPorts & ApiPorts): HttpHandler =>
  apiEdge({ ...ports, contract }, [
    operation(listDatasets, async ({ query }) =>
      ok(await readDatasets(ports, useCaseOf(ports, query), pageOf(query))),
    ),
    operation(getDataset, async ({ query, params }) =>
      ok(await readDataset(ports, useCaseOf(ports, query), params.datasetId)),
    ),
    operation(preview, async ({ query, params, caller }) =>
      ok(await previewDataset(ports, useCaseOf(ports, query), params.datasetId, caller.name)),
    ),
  ]);
