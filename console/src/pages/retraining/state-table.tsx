import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { Fragment } from 'react';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { between, exactly } from '../../format/time.ts';
import { stateTitle, statusTitle } from '../../format/words.ts';
import { monospace } from '../../parts/code.tsx';
import { useNow } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Status } from '../../parts/status.tsx';
import { toneOf } from '../../parts/tones.ts';

type State = NonNullable<ApiAnswer<'getExecution'>['states']>[number];

/** Every state in the order in which it was entered, with what it was given and why it failed, where the platform tells. */
export function StateTable({ states }: { readonly states: readonly State[] }) {
  const now = useNow();
  return (
    <Panel title="States" hint="In the order in which they were entered" flush>
      <Box role="group" aria-label="States" tabIndex={0} sx={{ overflow: 'auto', maxHeight: 560 }}>
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
            {states.map((state, i) => (
              <Fragment key={i}>
                <TableRow sx={told(state).length > 0 ? { '& > *': { borderBottom: 'none' } } : {}}>
                  <TableCell component="th" scope="row" sx={{ pl: 2.5 }}>
                    {stateTitle(state.name)}
                  </TableCell>
                  <TableCell>
                    <Status tone={toneOf(state.status)}>{statusTitle(state.status)}</Status>
                  </TableCell>
                  <TableCell sx={{ whiteSpace: 'nowrap' }}>{exactly(state.enteredAt)}</TableCell>
                  <TableCell align="right" sx={{ pr: 2.5, whiteSpace: 'nowrap' }}>
                    {between(state.enteredAt, state.exitedAt, now)}
                  </TableCell>
                </TableRow>
                {told(state).map(([title, text]) => (
                  <TableRow key={title}>
                    <TableCell colSpan={4} sx={{ pl: 2.5, pt: 0 }}>
                      <Box
                        component="details"
                        sx={{
                          '& summary': { cursor: 'pointer', color: 'text.secondary', fontSize: '0.8125rem' },
                        }}
                      >
                        <summary>{title}</summary>
                        <Box
                          component="pre"
                          sx={{
                            fontFamily: monospace,
                            fontSize: '0.75rem',
                            m: 0,
                            mt: 0.75,
                            whiteSpace: 'pre-wrap',
                            overflowWrap: 'anywhere',
                          }}
                        >
                          {text}
                        </Box>
                      </Box>
                    </TableCell>
                  </TableRow>
                ))}
              </Fragment>
            ))}
          </TableBody>
        </Table>
      </Box>
    </Panel>
  );
}

/** What else is known of a visit. */
function told(state: State): readonly (readonly [title: string, text: string])[] {
  const { name: _n, enteredAt: _e, exitedAt: _x, status: _s, ...more } = state;
  return Object.entries<unknown>(more)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => [
      key.charAt(0).toUpperCase() + key.slice(1),
      typeof value === 'string' ? value : JSON.stringify(value, null, 2),
    ]);
}
