import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useDataset, useDatasetPreview } from '../../api/queries.ts';
import { Histogram } from '../../charts/histogram.tsx';
import { Key } from '../../charts/hour-bars.tsx';
import { count, measure, percent } from '../../format/number.ts';
import { featureTitle } from '../../format/words.ts';
import { Code } from '../../parts/code.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Failure, Loading, Notice } from '../../parts/notices.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ProblemTable } from '../../parts/problem-table.tsx';
import { useSession } from '../../session/session.tsx';
import { useScheme } from '../../theme/use-scheme.ts';

/** The validation report of one dataset, and what is in it against what the model was made for. */
export function DatasetDetail({ datasetId }: { readonly datasetId: string }) {
  const { may } = useSession();
  const { data, error, refetch } = useDataset(datasetId);
  if (error && !data) return <Failure error={error} retry={refetch} />;
  if (!data)
    return (
      <Panel>
        <Loading lines={10} height={420} />
      </Panel>
    );
  const { rows } = data;
  return (
    <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Panel title="Validation report">
        <Facts
          facts={[
            ['Dataset', <Code key="d">{data.datasetId}</Code>],
            [
              'Rows',
              `${count(rows.read)} read, ${count(rows.accepted)} taken in, ${count(rows.quarantined)} set aside`,
            ],
            ['By', data.createdBy],
            ['Taken in', <Moment key="m" at={data.ingestedAt} />],
            ['Content', <Code key="h">{data.contentHash.slice(0, 16)}…</Code>],
          ]}
        />
        <Box sx={{ display: 'grid', gap: 1.5, mt: 2 }}>
          {data.report.length > 0 ? (
            <Notice tone={data.status === 'Rejected' ? 'bad' : rows.quarantined > 0 ? 'warn' : 'good'}>
              <Box component="ul" sx={{ m: 0, pl: 2 }}>
                {data.report.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </Box>
            </Notice>
          ) : null}
          {data.problems.length > 0 ? <ProblemTable problems={data.problems} /> : null}
        </Box>
      </Panel>
      {may('clinician') && data.status === 'Accepted' ? <Preview datasetId={datasetId} /> : null}
    </Box>
  );
}

/** Read only when asked for: the reading is audited. */
function Preview({ datasetId }: { readonly datasetId: string }) {
  const [open, setOpen] = useState(false);
  const { data, error, refetch } = useDatasetPreview(datasetId, open);
  const scheme = useScheme();
  return (
    <Panel
      title="Each column against the baseline"
      hint="What drifts most first; without identifiers"
      action={
        open ? null : (
          <Button variant="outlined" size="small" onClick={() => setOpen(true)}>
            Look into it (this is noted)
          </Button>
        )
      }
    >
      {!open ? null : error && !data ? (
        <Failure error={error} retry={refetch} />
      ) : !data ? (
        <Loading lines={8} height={320} />
      ) : (
        <>
          <Box sx={{ display: 'flex', gap: 2, mb: 2, fontSize: '0.8125rem', color: 'text.secondary' }}>
            <Key color={scheme.series[1]} text="what the version was made for" />
            <Key color={scheme.series[0]} text="this dataset" />
          </Box>
          <Box
            sx={{
              display: 'grid',
              gap: 2.5,
              gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 260px), 1fr))',
            }}
          >
            {[...data.distributions]
              .sort((a, b) => b.psi - a.psi)
              .map((column) => (
                <Box component="section" key={column.name} aria-label={featureTitle(column.name)}>
                  <Box component="h3" sx={{ fontSize: '0.875rem', fontWeight: 600, m: 0 }}>
                    {featureTitle(column.name)}
                  </Box>
                  {column.distribution ? (
                    <Histogram name={featureTitle(column.name)} distribution={column.distribution} />
                  ) : null}
                  <Box sx={{ fontSize: '0.75rem', color: 'text.secondary' }}>
                    PSI {measure(column.psi)}
                    {column.missingRate > 0 ? ` · ${percent(column.missingRate)} missing` : ''}
                  </Box>
                </Box>
              ))}
          </Box>
        </>
      )}
    </Panel>
  );
}
