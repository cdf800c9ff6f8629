import Box from '@mui/material/Box';
import type { Distribution } from '../../../domain/drift/report-schema.ts';
import { measure, percent } from '../format/number.ts';
import { useScheme } from '../theme/use-scheme.ts';

const width = 300;
const height = 84;

/** Shares then and now beside each other, bin by bin or category by category. */
export function Histogram({
  name,
  distribution,
}: {
  readonly name: string;
  readonly distribution: Distribution;
}) {
  const scheme = useScheme();
  const { before, now } = distribution;
  const highest = Math.max(0.01, ...before, ...now);
  const step = width / Math.max(1, before.length);
  const bar = Math.max(1, (step - 3) / 2);
  const titleOf = (i: number): string =>
    distribution.kind === 'numeric'
      ? `${measure(distribution.edges[i] ?? 0)} to ${measure(distribution.edges[i + 1] ?? 0)}`
      : (distribution.categories[i] ?? '');
  const ends =
    distribution.kind === 'numeric'
      ? [measure(distribution.edges[0] ?? 0), measure(distribution.edges.at(-1) ?? 0)]
      : [
          distribution.categories[0] ?? '',
          distribution.categories.length > 1 ? (distribution.categories.at(-1) ?? '') : '',
        ];
  return (
    <Box sx={{ my: 0.75 }}>
      <Box
        component="svg"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${name}, then and now: ${before.map((share, i) => `${titleOf(i)} ${percent(share, 0)} then, ${percent(now[i] ?? 0, 0)} now`).join('; ')}`}
        sx={{ display: 'block', width: '100%', height, borderBottom: `1px solid ${scheme.line}` }}
      >
        {before.map((share, i) => (
          <g key={i}>
            <title>{`${titleOf(i)}: ${percent(share)} then, ${percent(now[i] ?? 0)} now`}</title>
            <rect x={i * step} y={0} width={step} height={height} fill="transparent" />
            <rect
              x={i * step + 1}
              width={bar}
              y={height - (share / highest) * (height - 4)}
              height={(share / highest) * (height - 4)}
              fill={scheme.series[1]}
              opacity={0.75}
            />
            <rect
              x={i * step + 1 + bar}
              width={bar}
              y={height - ((now[i] ?? 0) / highest) * (height - 4)}
              height={((now[i] ?? 0) / highest) * (height - 4)}
              fill={scheme.series[0]}
            />
          </g>
        ))}
      </Box>
      <Box
        sx={{
          display: 'flex',
          justifyContent: 'space-between',
          fontSize: '0.75rem',
          color: 'text.secondary',
          mt: 0.25,
        }}
      >
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </Box>
    </Box>
  );
}
