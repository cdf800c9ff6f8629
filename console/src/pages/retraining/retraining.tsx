import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useExecutions } from '../../api/paged.ts';
import { between } from '../../format/time.ts';
import { reasonTitle, statusTitle } from '../../format/words.ts';
import { Page } from '../../layout/page.tsx';
import { useUseCaseName } from '../../layout/use-case.tsx';
import { Empty, Failure, Loading } from '../../parts/notices.tsx';
import { Moment, useNow } from '../../parts/moment.tsx';
import { MoreRows } from '../../parts/more-rows.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Status } from '../../parts/status.tsx';
import { TextLink } from '../../parts/text-link.tsx';
import { toneOf } from '../../parts/tones.ts';
import { RetrainButton } from '../training/retrain-button.tsx';

/** Every retraining: what wanted it and how it ended. */
export default function Retraining() {
  const useCase = useUseCaseName();
  const now = useNow();
  const list = useExecutions();
  return (
    <Page
      title="Retraining"
      lead="Drift, a loss of quality, a dataset, the schedule or a person starts one; one at a time, and each ends in one outcome."
      actions={<RetrainButton />}
    >
      <Panel title="Executions" hint="The latest first" flush>
        {list.error && !list.items ? (
          <Box sx={{ px: 2.5, pb: 2.5 }}>
            <Failure error={list.error} retry={list.refetch} />
          </Box>
        ) : !list.items ? (
          <Box sx={{ px: 2.5, pb: 2.5 }}>
            <Loading lines={8} height={320} />
          </Box>
        ) : list.items.length === 0 ? (
          <Empty title="Nothing has been retrained yet" icon="retraining">
            When something starts one, its way through the state machine is drawn here.
          </Empty>
        ) : (
          <Box role="group" aria-label="Executions" tabIndex={0} sx={{ overflowX: 'auto' }}>
            <Table aria-label="Executions">
              <TableHead>
                <TableRow>
                  <TableCell sx={{ pl: 2.5 }}>Started</TableCell>
                  <TableCell>Outcome</TableCell>
                  <TableCell>Trigger</TableCell>
                  <TableCell>Why</TableCell>
                  <TableCell>Version</TableCell>
                  <TableCell align="right" sx={{ pr: 2.5 }}>
                    Took
                  </TableCell>
                </TableRow>
              </TableHead>
              <TableBody>
                {list.items.map((one) => (
                  <TableRow key={one.name} hover>
                    <TableCell component="th" scope="row" sx={{ pl: 2.5, whiteSpace: 'nowrap' }}>
                      <TextLink to={`/${useCase}/retraining/${one.name}`}>
                        <Moment at={one.startedAt} />
                      </TextLink>
                    </TableCell>
                    <TableCell>
                      <Status tone={toneOf(one.outcome ?? one.status)}>
                        {statusTitle(one.outcome ?? one.status)}
                      </Status>
                    </TableCell>
                    <TableCell sx={{ whiteSpace: 'nowrap' }}>{reasonTitle(one.trigger.reason)}</TableCell>
                    <TableCell sx={{ minWidth: 260, maxWidth: 460, color: 'text.secondary' }}>
                      <Box sx={clamped}>{one.trigger.explanation ?? '–'}</Box>
                    </TableCell>
                    <TableCell sx={{ whiteSpace: 'nowrap' }}>
                      {one.version === null ? (
                        '–'
                      ) : (
                        <TextLink to={`/${useCase}/models/${one.version}`}>Version {one.version}</TextLink>
                      )}
                    </TableCell>
                    <TableCell align="right" sx={{ whiteSpace: 'nowrap', pr: 2.5 }}>
                      {between(one.startedAt, one.endedAt, now)}
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
            <MoreRows list={list} label="Show older retrainings" />
          </Box>
        )}
      </Panel>
    </Page>
  );
}

/** Two lines at most; the execution's own page has it whole. */
const clamped = {
  display: '-webkit-box',
  WebkitLineClamp: 2,
  WebkitBoxOrient: 'vertical',
  overflow: 'hidden',
} as const;
