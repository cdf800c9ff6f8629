import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useState } from 'react';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { plural } from '../../format/number.ts';
import { atSecond, between, exactly } from '../../format/time.ts';
import { stateTitle, statusTitle } from '../../format/words.ts';
import { useNow } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Status } from '../../parts/status.tsx';
import { toneOf } from '../../parts/tones.ts';

export type State = NonNullable<ApiAnswer<'getExecution'>['states']>[number];

/** A pipeline of hours is asked for its status every minute: the earlier rounds are shown when asked for. */
const latestShown = 40;

/** Every state in the order in which it was entered; one is chosen to be looked into. */
export function StateTable(props: {
  readonly states: readonly State[];
  readonly chosen: number | undefined;
  readonly onChoose: (id: number) => void;
}) {
  const now = useNow();
  const [all, setAll] = useState(false);
  const { states } = props;
  const earlier = all ? 0 : Math.max(0, states.length - latestShown);
  return (
    <Panel
      title="States"
      hint="In the order in which they were entered; choose one to look into it"
      action={
        earlier > 0 ? (
          <Button size="small" variant="outlined" onClick={() => setAll(true)}>
            Show {plural(earlier, 'earlier state')}
          </Button>
        ) : null
      }
      flush
    >
      <Box role="group" aria-label="States" tabIndex={0} sx={{ overflow: 'auto', maxHeight: 620 }}>
        <Table size="small" stickyHeader aria-label="States">
          <TableHead>
            <TableRow>
              <TableCell sx={{ pl: 2.5 }}>State</TableCell>
              <TableCell>Status</TableCell>
              <TableCell>Entered</TableCell>
              <TableCell align="right" sx={{ pr: 2.5 }}>
                Took
              </TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {states.slice(earlier).map((state) => (
              <TableRow key={state.id} hover selected={state.id === props.chosen}>
                <TableCell component="th" scope="row" sx={{ pl: 2.5, whiteSpace: 'nowrap' }}>
                  <Box
                    component="button"
                    type="button"
                    aria-pressed={state.id === props.chosen}
                    onClick={() => props.onChoose(state.id)}
                    sx={chooser}
                  >
                    {stateTitle(state.name)}
                  </Box>
                </TableCell>
                <TableCell>
                  <Status tone={toneOf(state.status)}>{statusTitle(state.status)}</Status>
                </TableCell>
                <TableCell title={exactly(state.enteredAt)} sx={{ whiteSpace: 'nowrap' }}>
                  {atSecond(state.enteredAt)}
                </TableCell>
                <TableCell align="right" sx={{ pr: 2.5, whiteSpace: 'nowrap' }}>
                  {between(state.enteredAt, state.exitedAt, now)}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
    </Panel>
  );
}

const chooser = {
  font: 'inherit',
  color: 'inherit',
  background: 'none',
  border: 'none',
  p: 0,
  minHeight: 28,
  textAlign: 'left',
  cursor: 'pointer',
  textDecoration: 'underline',
  textDecorationColor: 'transparent',
  '&:hover, &[aria-pressed="true"]': { textDecorationColor: 'currentColor' },
} as const;
