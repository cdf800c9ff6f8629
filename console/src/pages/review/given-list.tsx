import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { plural } from '../../format/number.ts';
import { Code } from '../../parts/code.tsx';
import { Panel } from '../../parts/panel.tsx';
import type { Given } from './inbox.ts';
import type { Labels } from './inbox-list.tsx';

const shown = 5;

/** The latest answers of this sitting: a slip is put right here. */
export function GivenList(props: {
  readonly given: readonly Given[];
  readonly labels: Labels;
  readonly onCorrect: (given: Given) => void;
}) {
  const { given, labels } = props;
  if (given.length === 0) return null;
  const right = given.filter(({ asPredicted }) => asPredicted).length;
  return (
    <Panel
      title={`${plural(given.length, 'diagnosis')} confirmed`}
      hint={`The model was right in ${right} of ${given.length}`}
      flush
    >
      <Box
        component="ul"
        role="status"
        aria-label="Confirmed just now"
        sx={{ m: 0, p: 0, listStyle: 'none' }}
      >
        {given.slice(0, shown).map((one) => (
          <Box
            component="li"
            key={one.id}
            sx={{
              display: 'flex',
              alignItems: 'center',
              justifyContent: 'space-between',
              gap: 1,
              px: 2.5,
              minHeight: 42,
              borderTop: '1px solid',
              borderColor: 'divider',
              fontSize: '0.875rem',
            }}
          >
            <span>
              {one.diagnosis === 1 ? labels.positive.label : labels.negative.label}
              <Box component="span" sx={{ color: 'text.secondary' }}>
                {' '}
                · …<Code>{one.id.slice(-6)}</Code> · {one.asPredicted ? 'as predicted' : 'not as predicted'}
              </Box>
            </span>
            <Button size="small" color="inherit" onClick={() => props.onCorrect(one)}>
              Correct to {one.diagnosis === 1 ? labels.negative.label : labels.positive.label}
            </Button>
          </Box>
        ))}
      </Box>
    </Panel>
  );
}
