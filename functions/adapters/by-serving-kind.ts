import type { UseCaseCatalog } from '../../domain/usecase/catalog.ts';

/**
 * What deploys a use case: an endpoint by SageMaker's calls, everything else by the record that names the version in
 * service. A use case that was taken out of the catalogue has no endpoint that anybody could deploy to.
 */
export const byServingKind =
  <T>(useCases: UseCaseCatalog, kinds: { readonly pointer: T; readonly endpoint: T }) =>
  (useCase: string): T =>
    useCases.names.includes(useCase) && useCases.get(useCase).serving.kind === 'endpoint'
      ? kinds.endpoint
      : kinds.pointer;
