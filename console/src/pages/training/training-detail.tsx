import Box from '@mui/material/Box';
import { Suspense } from 'react';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { count } from '../../format/number.ts';
import { between, exactly } from '../../format/time.ts';
import { statusTitle } from '../../format/words.ts';
import { useUseCaseName } from '../../layout/use-case.tsx';
import { monospace } from '../../parts/code.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Loading } from '../../parts/notices.tsx';
import { useNow } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Status } from '../../parts/status.tsx';
import { TextLink } from '../../parts/text-link.tsx';
import { MetricTable } from '../models/metric-table.tsx';
import { Steps } from './steps.tsx';
import { trainingTone } from './tone.ts';
import { lazyPart } from '../../parts/lazy-part.ts';

const Curves = lazyPart(() => import('../../charts/curves.tsx'));
const LearningCurve = lazyPart(() => import('../../charts/learning-curve.tsx'));

type Detail = ApiAnswer<'getTraining'>;

export function TrainingDetail({ training }: { readonly training: Detail }) {
  const useCase = useUseCaseName();
  const now = useNow();
  const { metrics, roc, learning } = training;
  return (
    <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Panel
        title={training.version === null ? training.algorithm : `Version ${training.version}`}
        action={<Status tone={trainingTone(training.status)}>{statusTitle(training.status)}</Status>}
      >
        <Steps steps={training.steps} />
        <Box sx={{ mt: 2.5 }}>
          <Facts
            facts={[
              ...(training.explanation ? [['Because', training.explanation] as const] : []),
              ['Algorithm', training.algorithm],
              [
                'Settings',
                Object.entries(training.hyperparameters)
                  .map(([name, value]) => `${name} = ${value}`)
                  .join(', ') || 'none',
              ],
              ['Rows', training.rows === null ? 'not known yet' : count(training.rows)],
              ['Asked for by', training.requestedBy ?? 'the platform'],
              ['Took', between(training.startedAt, training.endedAt, now)],
              [
                'Execution',
                <TextLink key="e" to={`/${useCase}/retraining/${training.name}`}>
                  All its states
                </TextLink>,
              ],
              ...(training.version === null
                ? []
                : ([
                    [
                      'Version',
                      <TextLink key="v" to={`/${useCase}/models/${training.version}`}>
                        Why, how good, approve
                      </TextLink>,
                    ],
                  ] as const)),
            ]}
          />
        </Box>
      </Panel>
      {metrics ? (
        <Panel title="How good it is" hint="On held-out rows" flush>
          <MetricTable columns={[{ title: 'This training', metrics }]} />
        </Panel>
      ) : null}
      {learning.length > 0 ? (
        <Panel
          title="How it learned"
          hint="Loss of each pass: it stops when rows that it did not see gain nothing more"
        >
          <Suspense fallback={<Loading height={280} />}>
            <LearningCurve passes={learning} />
          </Suspense>
        </Panel>
      ) : null}
      {roc.length > 0 ? (
        <Suspense fallback={<Loading height={380} />}>
          <Curves
            series={[
              {
                title: 'This training',
                evaluation: { roc: roc.map((point) => ({ ...point, threshold: null })), calibration: [] },
              },
            ]}
          />
        </Suspense>
      ) : null}
      <Panel title="Log" flush>
        <Box
          role="log"
          aria-label="Log of the training"
          tabIndex={0}
          sx={{
            m: 0,
            px: 2.5,
            pb: 2.5,
            maxHeight: 300,
            overflow: 'auto',
            fontFamily: monospace,
            fontSize: '0.8125rem',
            lineHeight: 1.7,
          }}
        >
          {training.logs.map((line, i) => (
            <Box key={i} sx={{ overflowWrap: 'anywhere' }}>
              <Box component="span" title={exactly(line.at)} sx={{ color: 'text.secondary', mr: 1.5 }}>
                {line.at.slice(11, 19)}
              </Box>
              {line.message}
            </Box>
          ))}
          {training.logs.length === 0 ? (
            <Box sx={{ color: 'text.secondary' }}>Nothing was written down yet.</Box>
          ) : null}
        </Box>
      </Panel>
    </Box>
  );
}
