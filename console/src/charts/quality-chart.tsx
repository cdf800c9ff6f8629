import { Legend, Line, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import type { QualityRecord } from '../../../domain/monitoring/quality-records.ts';
import { atMinute } from '../format/time.ts';
import { metricTitle } from '../format/words.ts';
import { useScheme } from '../theme/use-scheme.ts';
import { LineFrame } from './line-frame.tsx';
import { axisStyle, tooltipStyle } from './style.ts';

const shown = ['accuracy', 'recall', 'precision'] as const;

/** Metrics of confirmed diagnoses, window by window; the registered accuracy as a line. */
export default function QualityChart({ windows }: { readonly windows: readonly QualityRecord[] }) {
  const scheme = useScheme();
  const points = [...windows]
    .reverse()
    .map((window) => ({ at: window.to, version: window.modelVersion, ...window.metrics }));
  const registered = windows[0]?.registered['accuracy'];
  const colors = [scheme.series[0], scheme.series[2], scheme.series[3]];
  return (
    <LineFrame label="Accuracy, recall and precision over time" points={points}>
      <XAxis
        dataKey="at"
        tickFormatter={(at: string) => atMinute(at)}
        minTickGap={40}
        {...axisStyle(scheme)}
      />
      <YAxis
        domain={[(least: number) => Math.max(0, Math.floor(least * 10) / 10), 1]}
        width={44}
        {...axisStyle(scheme)}
      />
      {registered === undefined ? null : (
        <ReferenceLine
          y={registered}
          stroke={scheme.muted}
          strokeDasharray="4 4"
          label={{
            value: 'registered accuracy',
            position: 'insideBottomLeft',
            fill: scheme.muted,
            fontSize: 12,
          }}
        />
      )}
      <Tooltip
        {...tooltipStyle(scheme)}
        formatter={(value) => Number(value).toFixed(3)}
        labelFormatter={(at) => (typeof at === 'string' ? atMinute(at) : '')}
      />
      <Legend position="top" height={28} iconType="plainline" />
      {shown.map((name, i) => (
        <Line
          key={name}
          name={metricTitle(name)}
          dataKey={name}
          stroke={colors[i] ?? scheme.muted}
          strokeWidth={2}
          dot={{ r: 3 }}
          connectNulls
          isAnimationActive={false}
        />
      ))}
    </LineFrame>
  );
}
