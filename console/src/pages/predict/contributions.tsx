import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { Key } from '../../charts/hour-bars.tsx';
import { hidden } from '../../parts/hidden.ts';
import { useScheme } from '../../theme/use-scheme.ts';
import { baseText, contributionText, type Driver } from './drivers.ts';

/** A bar for each of the strongest contributions: to the right for the positive class, to the left against it. */
export function Contributions(props: {
  readonly drivers: readonly Driver[];
  /** Those without a bar of their own. */
  readonly rest: readonly Driver[];
  readonly base: number;
  readonly target: {
    readonly positive: { readonly label: string };
    readonly negative: { readonly label: string };
  };
}) {
  const scheme = useScheme();
  const rest = props.rest.reduce((sum, { contribution }) => sum + contribution, 0);
  const rows = [
    ...props.drivers,
    ...(props.rest.length > 0
      ? [{ feature: ' rest', title: `${props.rest.length} others`, value: '', contribution: rest }]
      : []),
  ];
  const largest = Math.max(1e-9, ...rows.map(({ contribution }) => Math.abs(contribution)));
  const colors = { up: scheme.series[3], down: scheme.series[0] };
  return (
    <Box component="figure" sx={{ m: 0, mt: 2 }}>
      <Box
        component="ul"
        aria-label="Contributions"
        sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 0.25 }}
      >
        {rows.map((row) => (
          <Box
            component="li"
            key={row.feature}
            title={contributionText(row.contribution)}
            sx={{
              display: 'grid',
              gridTemplateColumns: 'minmax(0, 1.1fr) minmax(0, 1fr)',
              alignItems: 'center',
              gap: 1.5,
              minHeight: 30,
              fontSize: '0.8125rem',
            }}
          >
            <Box sx={{ minWidth: 0, display: 'flex', justifyContent: 'space-between', gap: 1 }}>
              <Box
                component="span"
                sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
              >
                {row.title}
              </Box>
              <Box component="span" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
                {row.value}
              </Box>
            </Box>
            <Box sx={{ position: 'relative', height: 16 }}>
              <Box
                sx={{
                  position: 'absolute',
                  left: '50%',
                  top: -7,
                  bottom: -7,
                  width: '1px',
                  bgcolor: 'divider',
                }}
              />
              <Box
                sx={{
                  position: 'absolute',
                  top: 2,
                  height: 12,
                  borderRadius: 0.75,
                  width: `${(Math.abs(row.contribution) / largest) * 48}%`,
                  background: row.contribution > 0 ? colors.up : colors.down,
                  ...(row.contribution > 0 ? { left: '50%' } : { right: '50%' }),
                }}
              />
              <Box component="span" sx={hidden}>
                {contributionText(row.contribution)}
              </Box>
            </Box>
          </Box>
        ))}
      </Box>
      <Box
        component="figcaption"
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          gap: 2,
          mt: 1.5,
          fontSize: '0.75rem',
          color: 'text.secondary',
        }}
      >
        <Key color={colors.down} text={`for ${props.target.negative.label}`} />
        <Key color={colors.up} text={`for ${props.target.positive.label}`} />
      </Box>
      <Typography variant="caption" sx={{ color: 'text.secondary', display: 'block', mt: 0.75 }}>
        Shapley values: from {baseText(props.base)} for the average patient they add up to this answer.
      </Typography>
    </Box>
  );
}
