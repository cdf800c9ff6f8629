import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { useDriftWindow } from '../../api/queries.ts';
import { Key } from '../../charts/hour-bars.tsx';
import { Histogram } from '../../charts/histogram.tsx';
import { measure, plural, signed } from '../../format/number.ts';
import { atMinute } from '../../format/time.ts';
import { featureTitle } from '../../format/words.ts';
import { Failure, Loading, Notice } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Status } from '../../parts/status.tsx';
import { useScheme } from '../../theme/use-scheme.ts';

type Column = ApiAnswer<'getDriftWindow'>['report']['columns'][number];
const atFirst = 6;

/** One window: what it says in words, and each feature's distribution then and now. */
export function WindowDetail({ windowId }: { readonly windowId: string }) {
  const { data, error, refetch } = useDriftWindow(windowId);
  const scheme = useScheme();
  const [all, setAll] = useState(false);
  if (error && !data) return <Failure error={error} retry={refetch} />;
  if (!data)
    return (
      <Panel title="Window">
        <Loading lines={8} height={420} />
      </Panel>
    );
  const columns = [...data.report.columns].sort(
    (a, b) => Number(b.flagged) - Number(a.flagged) || b.psi - a.psi,
  );
  return (
    <Panel
      title={`Window of ${atMinute(data.to)}`}
      hint={`${plural(data.rows, 'prediction')} by version ${data.modelVersion}, from ${atMinute(data.from)}`}
      action={
        <Status tone={data.event ? 'bad' : data.drifted ? 'warn' : 'good'}>
          {data.event ? 'Drift confirmed' : data.drifted ? 'Drift suspected' : 'No drift'}
        </Status>
      }
    >
      <Notice tone={data.event ? 'bad' : data.drifted ? 'warn' : 'good'}>{data.sentence}</Notice>
      <Box sx={{ display: 'flex', gap: 2, mt: 2.5, mb: 1.5, fontSize: '0.8125rem', color: 'text.secondary' }}>
        <Key color={scheme.series[1]} text="then: what the version was made for" />
        <Key color={scheme.series[0]} text="now: this window" />
      </Box>
      <Box
        sx={{
          display: 'grid',
          gap: 2.5,
          gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 300px), 1fr))',
        }}
      >
        {(all ? columns : columns.slice(0, atFirst)).map((column) => (
          <One key={column.name} column={column} />
        ))}
      </Box>
      {columns.length > atFirst ? (
        <Button color="inherit" size="small" onClick={() => setAll(!all)} sx={{ mt: 2 }}>
          {all ? 'Those that drift most' : `All ${columns.length} features`}
        </Button>
      ) : null}
    </Panel>
  );
}

function One({ column }: { readonly column: Column }) {
  const unit = column.unit && column.unit !== '1' ? ` ${column.unit}` : '';
  const { mean, shiftInSd } = column;
  return (
    <Box component="section" aria-label={featureTitle(column.name)} sx={{ minWidth: 0 }}>
      <Box
        sx={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center', gap: 1, minHeight: 26 }}
      >
        <Typography variant="h3" component="h3">
          {featureTitle(column.name)}
        </Typography>
        {column.flagged ? (
          <Status tone={column.confirmed ? 'bad' : 'warn'}>
            {column.confirmed ? 'Confirmed' : 'Suspected'}
          </Status>
        ) : null}
      </Box>
      {column.distribution ? (
        <Histogram name={featureTitle(column.name)} distribution={column.distribution} />
      ) : null}
      <Typography variant="caption" sx={{ color: 'text.secondary', display: 'block' }}>
        PSI {measure(column.psi)}
        {typeof mean?.before === 'number' && typeof mean.now === 'number'
          ? ` · mean ${measure(mean.before)} → ${measure(mean.now)}${unit}`
          : ''}
        {shiftInSd === undefined ? '' : ` (${signed(shiftInSd, 2)} sd)`}
        {column.missingRate.now > 0 ? ` · ${measure(column.missingRate.now * 100)} % missing` : ''}
        {column.newCategories.length > 0 ? ` · new: ${column.newCategories.join(', ')}` : ''}
      </Typography>
    </Box>
  );
}
