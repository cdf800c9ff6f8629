import Box from '@mui/material/Box';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { between } from '../../format/time.ts';
import { stateTitle } from '../../format/words.ts';
import { Icon } from '../../parts/icons.tsx';
import { useNow } from '../../parts/moment.tsx';
import { hidden } from '../../parts/hidden.ts';
import { useScheme } from '../../theme/use-scheme.ts';
import { trainingTone } from './tone.ts';

type Step = ApiAnswer<'getTraining'>['steps'][number];
const icons = { Waiting: 'clock', Running: 'training', Succeeded: 'check', Failed: 'cross' } as const;

/** Where the training stands, step by step. */
export function Steps({ steps }: { readonly steps: readonly Step[] }) {
  const now = useNow();
  const { tones } = useScheme();
  return (
    <Box
      component="ol"
      aria-label="Steps"
      aria-live="polite"
      sx={{ m: 0, p: 0, listStyle: 'none', display: 'flex', flexWrap: 'wrap', gap: 1 }}
    >
      {steps.map((step) => {
        const tone = tones[trainingTone(step.status)];
        return (
          <Box
            component="li"
            key={step.name}
            {...(step.status === 'Running' ? { 'aria-current': 'step' as const } : {})}
            sx={{
              flex: '1 1 124px',
              display: 'flex',
              gap: 1,
              alignItems: 'center',
              borderRadius: 1.5,
              border: `1px solid ${tone.line}`,
              background: tone.ground,
              color: tone.text,
              px: 1.5,
              minHeight: 52,
              fontSize: '0.8125rem',
            }}
          >
            <Icon name={icons[step.status]} aria-hidden sx={{ fontSize: 18 }} />
            <Box sx={{ minWidth: 0 }}>
              <Box sx={{ fontWeight: 560 }}>{stateTitle(step.name)}</Box>
              <Box>
                {step.startedAt ? between(step.startedAt, step.endedAt, now) : 'waits'}
                <Box component="span" sx={hidden}>
                  {step.status}
                </Box>
              </Box>
            </Box>
          </Box>
        );
      })}
    </Box>
  );
}
