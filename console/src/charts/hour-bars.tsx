import Box from '@mui/material/Box';
import { count } from '../format/number.ts';
import { useScheme } from '../theme/use-scheme.ts';
import { bars } from './bars.ts';

const width = 720;
const height = 120;

export interface Hour {
  readonly hour: string;
  readonly predictions: number;
  readonly positives: number;
  readonly counted: boolean;
}

const titleOf = ({ hour, predictions, positives, counted }: Hour, positive: string): string => {
  const at = `${hour.slice(0, 13).replace('T', ' ')}:00 UTC`;
  const figures = `${count(predictions)} predictions, ${count(positives)} ${positive}`;
  if (counted) return `${at}: ${figures}`;
  return predictions > 0 ? `${at}: ${figures}, and more that were not counted` : `${at}: not counted`;
};

/** There are more than are counted: no bar, and no emptiness either. */
const notCounted = 0.45;

/** Predictions of each hour, the positive ones darker. Drawn here: the first page needs no chart library. */
export function HourBars({
  hours,
  positive,
}: {
  readonly hours: readonly Hour[];
  readonly positive: string;
}) {
  const scheme = useScheme();
  const all = bars(
    hours.map(({ predictions }) => predictions),
    width,
    height,
    5,
  );
  const total = hours.reduce((sum, hour) => sum + hour.predictions, 0);
  const label = (at: number): string => (hours[at] ? `${hours[at].hour.slice(11, 13)}:00` : '');
  return (
    <Box component="figure" sx={{ m: 0 }}>
      <Box
        component="svg"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${count(total)} predictions in ${hours.length} hours; the most in one hour: ${count(Math.max(0, ...hours.map((hour) => hour.predictions)))}`}
        sx={{ width: '100%', height, display: 'block' }}
      >
        {all.map((bar, i) => {
          const hour = hours[i];
          if (!hour) return null;
          const share = hour.predictions > 0 ? hour.positives / hour.predictions : 0;
          return (
            <g key={hour.hour}>
              <title>{titleOf(hour, positive)}</title>
              {hour.counted ? null : (
                <rect
                  x={bar.x}
                  width={bar.width}
                  height={height}
                  rx={2}
                  fill={scheme.line}
                  opacity={notCounted}
                />
              )}
              <rect
                x={bar.x}
                y={height - bar.height}
                width={bar.width}
                height={bar.height}
                rx={2}
                fill={hour.predictions > 0 ? scheme.series[0] : scheme.line}
                opacity={hour.predictions > 0 ? 0.45 : 1}
              />
              {share > 0 ? (
                <rect
                  x={bar.x}
                  y={height - bar.height * share}
                  width={bar.width}
                  height={bar.height * share}
                  rx={2}
                  fill={scheme.series[0]}
                />
              ) : null}
            </g>
          );
        })}
      </Box>
      <Box
        component="figcaption"
        sx={{
          display: 'flex',
          justifyContent: 'space-between',
          mt: 1,
          fontSize: '0.75rem',
          color: 'text.secondary',
        }}
      >
        <span>{label(0)} UTC</span>
        <Box component="span" sx={{ display: 'inline-flex', gap: 2 }}>
          <Key color={scheme.series[0]} opacity={0.45} text="all" />
          <Key color={scheme.series[0]} opacity={1} text={positive} />
          {hours.every(({ counted }) => counted) ? null : (
            <Key color={scheme.line} opacity={notCounted} text="not counted: too many" />
          )}
        </Box>
        <span>{label(hours.length - 1)} UTC</span>
      </Box>
    </Box>
  );
}

export const Key = (props: { readonly color: string; readonly opacity?: number; readonly text: string }) => (
  <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75 }}>
    <Box
      component="span"
      sx={{ width: 10, height: 10, borderRadius: 0.5, background: props.color, opacity: props.opacity ?? 1 }}
    />
    {props.text}
  </Box>
);
