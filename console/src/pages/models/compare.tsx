import Box from '@mui/material/Box';
import { Suspense } from 'react';
import { useSearchParams } from 'react-router';
import { useModels } from '../../api/paged.ts';
import { useComparison } from '../../api/queries.ts';
import { count } from '../../format/number.ts';
import { statusTitle } from '../../format/words.ts';
import { Columns, Page } from '../../layout/page.tsx';
import { Choice } from '../../parts/field.tsx';
import { Empty, Failure, Loading, Notice } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Confusion } from './confusion.tsx';
import { MetricTable } from './metric-table.tsx';
import { lazyPart } from '../../parts/lazy-part.ts';

const Curves = lazyPart(() => import('../../charts/curves.tsx'));

/** Two versions side by side. */
export default function Compare() {
  const [search, setSearch] = useSearchParams();
  const models = useModels().items ?? [];
  const left = search.get('left') ?? String(models[1]?.version ?? '');
  const right = search.get('right') ?? String(models[0]?.version ?? '');
  const { data, error, refetch } = useComparison(left, right);
  const listed = models.map(
    ({ version, status }) => [String(version), `Version ${version} · ${statusTitle(status)}`] as const,
  );
  // Older ones are chosen on the Models page, and stand here by their number.
  const older = [left, right]
    .filter((version) => version !== '' && listed.every(([known]) => known !== version))
    .map((version) => [version, `Version ${version}`] as const);
  const options = [...listed, ...older];
  const withEvaluation = data
    ? [data.left, data.right].flatMap(({ version, evaluation }) =>
        evaluation ? [{ title: `Version ${version}`, evaluation }] : [],
      )
    : [];
  return (
    <Page title="Compare versions" lead="Change is right against left.">
      <Panel>
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
          <Choice
            label="Left"
            value={left}
            options={options}
            onChange={(value) => setSearch({ left: value, right })}
          />
          <Choice
            label="Right"
            value={right}
            options={options}
            onChange={(value) => setSearch({ left, right: value })}
          />
        </Box>
      </Panel>
      {left === right ? (
        <Panel>
          <Empty title="Choose two different versions">
            Then their metrics, curves and errors stand side by side.
          </Empty>
        </Panel>
      ) : error && !data ? (
        <Failure error={error} retry={refetch} />
      ) : !data ? (
        <Panel>
          <Loading lines={10} height={420} />
        </Panel>
      ) : (
        <>
          {data.sameHoldout ? null : (
            <Notice tone="info">
              The two were judged on different held-out rows: small changes may come from the rows, not from
              the version.
            </Notice>
          )}
          <Panel title="Metrics" flush>
            <MetricTable
              columns={[
                { title: `Version ${data.left.version}`, metrics: data.left.metrics },
                { title: `Version ${data.right.version}`, metrics: data.right.metrics },
              ]}
            />
          </Panel>
          {withEvaluation.length > 0 ? (
            <>
              <Suspense fallback={<Loading height={380} />}>
                <Curves series={withEvaluation} />
              </Suspense>
              <Columns minimum={380}>
                {withEvaluation.map(({ title, evaluation }) => (
                  <Panel
                    key={title}
                    title={`Confusion matrix, ${title.toLowerCase()}`}
                    hint={`Of ${count(evaluation.rows.holdout)} held-out rows`}
                  >
                    <Confusion matrix={evaluation.confusionMatrix} />
                  </Panel>
                ))}
              </Columns>
            </>
          ) : null}
        </>
      )}
    </Page>
  );
}
