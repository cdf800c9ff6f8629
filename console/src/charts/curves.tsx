import Box from '@mui/material/Box';
import {
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { Evaluation } from '../../../domain/training/evaluation.ts';
import { Columns } from '../layout/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { useScheme } from '../theme/use-scheme.ts';
import { axisStyle, tooltipStyle } from './style.ts';

export interface EvaluatedSeries {
  readonly title: string;
  readonly evaluation: Pick<Evaluation, 'roc' | 'calibration'>;
}

/** ROC and calibration of one version, or of two in one picture. */
export default function Curves({ series }: { readonly series: readonly EvaluatedSeries[] }) {
  const roc = series.map(({ title, evaluation }) => ({
    title,
    points: evaluation.roc.map((point) => ({ x: point.falsePositiveRate, y: point.truePositiveRate })),
  }));
  const calibration = series.map(({ title, evaluation }) => ({
    title,
    points: evaluation.calibration.map((bin) => ({ x: bin.meanProbability, y: bin.observedRate })),
  }));
  return (
    <Columns minimum={380}>
      <Panel title="ROC curve" hint="Found among all positives, against false alarms among all negatives">
        <Unit lines={roc} x="False positive rate" y="True positive rate" dots={false} />
      </Panel>
      {calibration.some(({ points }) => points.length > 0) ? (
        <Panel
          title="Calibration"
          hint="What was predicted against what came true; on the diagonal it is honest"
        >
          <Unit lines={calibration} x="Predicted probability" y="Observed rate" dots />
        </Panel>
      ) : null}
    </Columns>
  );
}

interface UnitLine {
  readonly title: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** Lines in the square from 0 to 1. */
function Unit(props: {
  readonly lines: readonly UnitLine[];
  readonly x: string;
  readonly y: string;
  readonly dots: boolean;
}) {
  const scheme = useScheme();
  const colors = props.lines.length > 1 ? [scheme.series[1], scheme.series[0]] : [scheme.series[0]];
  return (
    <Box role="img" aria-label={`${props.y} against ${props.x.toLowerCase()}`} sx={{ height: 300 }}>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart margin={{ top: 8, right: 12, bottom: 18, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid stroke={scheme.line} />
          <XAxis
            type="number"
            dataKey="x"
            domain={[0, 1]}
            ticks={[0, 0.25, 0.5, 0.75, 1]}
            {...axisStyle(scheme)}
            label={{
              value: props.x,
              position: 'insideBottom',
              offset: -10,
              fill: scheme.muted,
              fontSize: 12,
            }}
          />
          <YAxis
            type="number"
            domain={[0, 1]}
            ticks={[0, 0.25, 0.5, 0.75, 1]}
            width={44}
            {...axisStyle(scheme)}
          />
          <ReferenceLine
            segment={[
              { x: 0, y: 0 },
              { x: 1, y: 1 },
            ]}
            stroke={scheme.muted}
            strokeDasharray="4 4"
          />
          <Tooltip
            {...tooltipStyle(scheme)}
            formatter={(value) => Number(value).toFixed(3)}
            labelFormatter={(x) => `${props.x} ${Number(x).toFixed(3)}`}
          />
          {props.lines.length > 1 ? <Legend position="top" height={28} iconType="plainline" /> : null}
          {props.lines.map((line, i) => (
            <Line
              key={line.title}
              name={line.title}
              data={[...line.points]}
              dataKey="y"
              type="linear"
              stroke={colors[i] ?? scheme.series[2]}
              strokeWidth={2}
              dot={props.dots}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </Box>
  );
}
