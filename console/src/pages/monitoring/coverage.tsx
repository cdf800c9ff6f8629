import Box from '@mui/material/Box';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { count, percent } from '../../format/number.ts';
import { Empty } from '../../parts/notices.tsx';

/** How much of the truth is known: a bar for each day that had predictions. */
export function Coverage({ coverage }: { readonly coverage: ApiAnswer<'getCoverage'> }) {
  const days = coverage.days.filter(({ predictions }) => predictions > 0);
  if (days.length === 0)
    return <Empty title="No prediction in two weeks">Nothing waits to be confirmed.</Empty>;
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1.25 }}>
      {days.map((day) => {
        const share = day.confirmed / day.predictions;
        return (
          <Box
            component="li"
            key={day.day}
            sx={{
              display: 'grid',
              gridTemplateColumns: '92px 1fr auto',
              alignItems: 'center',
              gap: 1.5,
              fontSize: '0.8125rem',
            }}
          >
            <span>{day.day}</span>
            <Box
              aria-hidden
              sx={{ height: 8, borderRadius: 4, bgcolor: 'action.selected', overflow: 'hidden' }}
            >
              <Box sx={{ height: '100%', width: `${share * 100}%`, bgcolor: 'primary.main' }} />
            </Box>
            <Box component="span" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
              {percent(share, 0)} of {count(day.predictions)}
              {day.corrected > 0 ? `, ${count(day.corrected)} not as predicted` : ''}
            </Box>
          </Box>
        );
      })}
    </Box>
  );
}
