import Box from '@mui/material/Box';
import { percent } from '../../format/number.ts';

/** P(positive) as a bar from one class to the other. */
export function Probability(props: {
  readonly probability: number;
  readonly positive: string;
  readonly negative: string;
}) {
  const said = percent(props.probability);
  return (
    <Box sx={{ mt: 1.5 }}>
      <Box
        role="img"
        aria-label={`Probability of ${props.positive}: ${said}`}
        sx={{ position: 'relative', height: 10, borderRadius: 5, bgcolor: 'action.selected' }}
      >
        <Box
          sx={{
            position: 'absolute',
            inset: 0,
            right: 'auto',
            width: said.replace(' ', ''),
            borderRadius: 5,
            bgcolor: 'primary.main',
          }}
        />
      </Box>
      <Box
        sx={{
          display: 'flex',
          justifyContent: 'space-between',
          mt: 0.75,
          fontSize: '0.8125rem',
          color: 'text.secondary',
        }}
      >
        <span>{props.negative}</span>
        <Box component="strong" sx={{ color: 'text.primary', fontWeight: 560 }}>
          {said} {props.positive}
        </Box>
      </Box>
    </Box>
  );
}
