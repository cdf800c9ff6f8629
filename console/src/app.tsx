import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider } from '@mui/material/styles';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useParams } from 'react-router';
import { ApiError } from '../../domain/api/index.ts';
import { followEvents } from './api/live.ts';
import { useUseCases } from './api/queries.ts';
import { Shell } from './layout/shell.tsx';
import { UseCaseContext } from './layout/use-case.tsx';
import { Dashboard } from './pages/dashboard/dashboard.tsx';
import { NotFound } from './pages/not-found.tsx';
import { Failure, Loading } from './parts/notices.tsx';
import { Snackbars } from './parts/snackbars.tsx';
import type { ConsoleConfig } from '../../domain/api/console-config.ts';
import { OidcSession } from './session/oidc.tsx';
import { useSession } from './session/session.tsx';
import { theme } from './theme/theme.ts';
import { lazyPart } from './parts/lazy-part.ts';

const Predict = lazyPart(() => import('./pages/predict/predict.tsx'));
const Review = lazyPart(() => import('./pages/review/review.tsx'));
const Monitoring = lazyPart(() => import('./pages/monitoring/monitoring.tsx'));
const Models = lazyPart(() => import('./pages/models/models.tsx'));
const Model = lazyPart(() => import('./pages/models/model.tsx'));
const Compare = lazyPart(() => import('./pages/models/compare.tsx'));
const Retraining = lazyPart(() => import('./pages/retraining/retraining.tsx'));
const Execution = lazyPart(() => import('./pages/retraining/execution.tsx'));
const Training = lazyPart(() => import('./pages/training/training.tsx'));
const Datasets = lazyPart(() => import('./pages/datasets/datasets.tsx'));
const Settings = lazyPart(() => import('./pages/settings/settings.tsx'));

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // The stream of events says when something changed; this is for what it does not tell.
      staleTime: 5_000,
      refetchInterval: 15_000,
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status < 500),
      retryDelay: 800,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

export function App({ config }: { readonly config: ConsoleConfig }) {
  return (
    <ThemeProvider theme={theme} defaultMode="system">
      <CssBaseline enableColorScheme />
      <QueryClientProvider client={queries}>
        <Snackbars>
          <OidcSession config={config}>
            <Live />
            {/* A press is answered at once, also while the page's file is on its way. */}
            <BrowserRouter useTransitions={false}>
              <Routes>
                <Route index element={<FirstUseCase />} />
                <Route path=":useCase" element={<OneUseCase />}>
                  <Route index element={<Home />} />
                  <Route path="dashboard" element={<Dashboard />} />
                  <Route path="predict" element={<Predict />} />
                  <Route path="review" element={<Review />} />
                  <Route path="monitoring" element={<Monitoring />} />
                  <Route path="models" element={<Models />} />
                  <Route path="models/compare" element={<Compare />} />
                  <Route path="models/:version" element={<Model />} />
                  <Route path="retraining" element={<Retraining />} />
                  <Route path="retraining/:name" element={<Execution />} />
                  <Route path="training" element={<Training />} />
                  <Route path="datasets" element={<Datasets />} />
                  <Route path="settings" element={<Settings config={config} />} />
                  <Route path="*" element={<NotFound />} />
                </Route>
              </Routes>
            </BrowserRouter>
          </OidcSession>
        </Snackbars>
      </QueryClientProvider>
    </ThemeProvider>
  );
}

function Live() {
  useEffect(() => followEvents(queries), []);
  return null;
}

function FirstUseCase() {
  const { data, error, refetch } = useUseCases();
  if (error && !data) return <Failure error={error} retry={refetch} />;
  const first = data?.useCases[0];
  if (!data) return <Loading />;
  return first ? <Navigate to={`/${first.name}`} replace /> : <NotFound />;
}

function OneUseCase() {
  const { useCase } = useParams();
  return (
    <UseCaseContext value={useCase ?? null}>
      <Shell key={useCase} />
    </UseCaseContext>
  );
}

/** Clinicians come to predict, everybody else to look after the model. */
function Home() {
  const { may } = useSession();
  const isClinician = may('clinician') && !may('approver') && !may('admin');
  return <Navigate to={isClinician ? 'predict' : 'dashboard'} replace />;
}
