import { Legend, Line, Tooltip, XAxis, YAxis } from 'recharts';
import type { ApiAnswer } from '../../../domain/api/index.ts';
import { measure } from '../format/number.ts';
import { useScheme } from '../theme/use-scheme.ts';
import { LineFrame } from './line-frame.tsx';
import { axisStyle, tooltipStyle } from './style.ts';

type Passes = ApiAnswer<'getTraining'>['learning'];

/** The loss of each pass, on the rows that it learned from and on those that it did not see. */
export default function LearningCurve({ passes }: { readonly passes: Passes }) {
  const scheme = useScheme();
  const best = passes.reduce<Passes[number] | undefined>(
    (least, pass) => (least && least.validationLoss <= pass.validationLoss ? least : pass),
    undefined,
  );
  // People count passes from 1.
  const points = passes.map(({ epoch, loss, validationLoss }) => ({ pass: epoch + 1, loss, validationLoss }));
  const said = best
    ? `Loss of ${passes.length} passes; the least on rows that were not learned from: ${measure(best.validationLoss)}, in pass ${best.epoch + 1}`
    : '';
  return (
    <LineFrame label={said} points={points}>
      <XAxis dataKey="pass" minTickGap={24} {...axisStyle(scheme)} />
      <YAxis width={48} {...axisStyle(scheme)} />
      <Tooltip
        {...tooltipStyle(scheme)}
        formatter={(value) => measure(Number(value))}
        labelFormatter={(pass) => (typeof pass === 'number' ? `Pass ${pass}` : '')}
      />
      <Legend position="top" height={28} iconType="plainline" />
      <Line
        name="rows learned from"
        dataKey="loss"
        stroke={scheme.series[1]}
        strokeWidth={2}
        dot={false}
        isAnimationActive={false}
      />
      <Line
        name="rows not seen"
        dataKey="validationLoss"
        stroke={scheme.series[0]}
        strokeWidth={2}
        dot={{ r: 2.5 }}
        isAnimationActive={false}
      />
    </LineFrame>
  );
}
