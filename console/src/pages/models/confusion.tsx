import Box from '@mui/material/Box';
import { useUseCase } from '../../api/queries.ts';
import { count, percent } from '../../format/number.ts';
import { useScheme } from '../../theme/use-scheme.ts';

interface Matrix {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** What it was against what was said; right ones and wrong ones in different tones. */
export function Confusion({ matrix }: { readonly matrix: Matrix }) {
  const { tones } = useScheme();
  const target = useUseCase().data?.target;
  const positive = target?.positive.label ?? 'positive';
  const negative = target?.negative.label ?? 'negative';
  const total = matrix.truePositives + matrix.falsePositives + matrix.trueNegatives + matrix.falseNegatives;
  const cell = (value: number, right: boolean) => {
    const tone = right ? tones.good : value === 0 ? tones.quiet : tones.bad;
    return (
      <Box
        component="td"
        sx={{
          p: 1.5,
          textAlign: 'center',
          color: tone.text,
          background: tone.ground,
          border: `1px solid ${tone.line}`,
          borderRadius: 1.5,
        }}
      >
        <Box sx={{ fontSize: '1.25rem', fontWeight: 600 }}>{count(value)}</Box>
        <Box sx={{ fontSize: '0.75rem' }}>{total > 0 ? percent(value / total) : '–'}</Box>
      </Box>
    );
  };
  return (
    <Box
      component="table"
      sx={{
        width: '100%',
        borderCollapse: 'separate',
        borderSpacing: 6,
        fontSize: '0.8125rem',
        tableLayout: 'fixed',
        '& th': { fontWeight: 540, color: 'text.secondary', textAlign: 'center', p: 0.5 },
        '& th[scope=row]': { textAlign: 'left' },
      }}
    >
      <thead>
        <tr>
          <td />
          <th scope="col">Said {negative}</th>
          <th scope="col">Said {positive}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Was {negative}</th>
          {cell(matrix.trueNegatives, true)}
          {cell(matrix.falsePositives, false)}
        </tr>
        <tr>
          <th scope="row">Was {positive}</th>
          {cell(matrix.falseNegatives, false)}
          {cell(matrix.truePositives, true)}
        </tr>
      </tbody>
    </Box>
  );
}
