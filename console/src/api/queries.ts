import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useUseCaseName } from '../layout/use-case.tsx';
import { client } from './client.ts';

/** First parts of query keys; live.ts says which event touches which. */
export const useUseCases = () =>
  useQuery({
    queryKey: ['use-cases'],
    queryFn: ({ signal }) => client.listUseCases({ query: {}, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export function useUseCase() {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['use-case', useCase],
    queryFn: ({ signal }) => client.getUseCase({ params: { useCase }, query: {}, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useStatus() {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['status', useCase],
    queryFn: async ({ signal }) => {
      const { useCases } = await client.getStatus({ query: { useCase }, signal });
      const found = useCases.find((status) => status.useCase === useCase);
      if (!found) throw new Error(`the platform tells nothing of ${useCase}`);
      return found;
    },
  });
}

export const useHealth = () =>
  useQuery({ queryKey: ['health'], queryFn: ({ signal }) => client.getHealth({ query: {}, signal }) });

export function useAlarms() {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['alarms', useCase],
    queryFn: ({ signal }) => client.listAlarms({ query: { useCase }, signal }),
  });
}

export function useCosts() {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['costs', useCase],
    queryFn: ({ signal }) => client.getCosts({ query: { useCase }, signal }),
    staleTime: 60_000,
  });
}

export function useTraffic() {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['traffic', useCase],
    queryFn: ({ signal }) => client.getTraffic({ query: { useCase, hours: '24' }, signal }),
  });
}

export function useModel(version: string) {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['models', useCase, version],
    queryFn: ({ signal }) => client.getModel({ params: { version }, query: { useCase }, signal }),
  });
}

export function useModelCard(version: string) {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['card', useCase, version],
    queryFn: ({ signal }) => client.getModelCard({ params: { version }, query: { useCase }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useComparison(left: string, right: string) {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['models', useCase, 'compare', left, right],
    queryFn: ({ signal }) => client.compareModels({ query: { useCase, left, right }, signal }),
    enabled: left !== '' && right !== '' && left !== right,
    placeholderData: keepPreviousData,
  });
}

export function useExecution(name: string) {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['executions', useCase, name],
    queryFn: ({ signal }) => client.getExecution({ params: { name }, query: { useCase }, signal }),
    // Its states pass without an event of their own.
    refetchInterval: ({ state }) => (state.data?.status === 'Running' ? 1_000 : 30_000),
  });
}

/** What one of its states was given, and how it failed. */
export function useExecutionState(name: string, id: number | undefined) {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['executions', useCase, name, 'states', id],
    queryFn: ({ signal }) =>
      client.getExecutionState({ params: { name, state: String(id) }, query: { useCase }, signal }),
    enabled: id !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.status === 'Running' ? 2_000 : false),
  });
}

export function useTraining(name: string | undefined) {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['trainings', useCase, name],
    queryFn: ({ signal }) => client.getTraining({ params: { name: name ?? '' }, query: { useCase }, signal }),
    enabled: name !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data && ['Succeeded', 'Failed'].includes(state.data.status) ? 30_000 : 1_000,
  });
}

export function useDatasets() {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['datasets', useCase],
    queryFn: ({ signal }) => client.listDatasets({ query: { useCase, limit: '100' }, signal }),
  });
}

export function useDataset(datasetId: string) {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['datasets', useCase, datasetId],
    queryFn: ({ signal }) => client.getDataset({ params: { datasetId }, query: { useCase }, signal }),
  });
}

/** Each reading is audited: asked for once, not in the background. */
export function useDatasetPreview(datasetId: string, enabled: boolean) {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['preview', useCase, datasetId],
    queryFn: ({ signal }) => client.previewDataset({ params: { datasetId }, query: { useCase }, signal }),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: false,
  });
}

export function useInferenceJobs() {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['jobs', useCase],
    queryFn: ({ signal }) => client.listInferenceJobs({ query: { useCase, limit: '20' }, signal }),
    refetchInterval: ({ state }) =>
      state.data?.jobs.some(({ status }) => status === 'Running') ? 1_000 : 30_000,
  });
}

/** Waiting predictions, the least certain first. Each reading is audited: not in the background. */
export function useInbox() {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['inbox', useCase],
    queryFn: ({ signal }) =>
      client.listPredictions({
        query: { useCase, status: 'pending', order: 'uncertainty', limit: '50' },
        signal,
      }),
    refetchInterval: false,
    refetchOnWindowFocus: false,
  });
}

export function usePrediction(id: string | undefined) {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['prediction', useCase, id],
    queryFn: ({ signal }) => client.getPrediction({ params: { id: id ?? '' }, query: { useCase }, signal }),
    enabled: id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: false,
  });
}

export function useTimeline() {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['timeline', useCase],
    queryFn: ({ signal }) => client.getDriftTimeline({ query: { useCase, windows: '30' }, signal }),
  });
}

export function useDriftWindow(windowId: string | undefined) {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['window', useCase, windowId],
    queryFn: ({ signal }) =>
      client.getDriftWindow({ params: { windowId: windowId ?? '' }, query: { useCase }, signal }),
    enabled: windowId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
}

export function useQuality() {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['quality', useCase],
    queryFn: ({ signal }) => client.listQualityWindows({ query: { useCase, limit: '50' }, signal }),
  });
}

export function useCoverage() {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['coverage', useCase],
    queryFn: ({ signal }) => client.getCoverage({ query: { useCase, days: '14' }, signal }),
  });
}

export function useFairness() {
  const useCase = useUseCaseName();
  return useQuery({
    queryKey: ['fairness', useCase],
    queryFn: ({ signal }) => client.getFairness({ query: { useCase }, signal }),
  });
}
