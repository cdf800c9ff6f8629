import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { Empty, Failure, Loading } from '../../parts/notices.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Status } from '../../parts/status.tsx';

type Alarm = ApiAnswer<'listAlarms'>['alarms'][number];

const severities = {
  critical: { rank: 0, tone: 'bad', title: 'Critical' },
  warning: { rank: 1, tone: 'warn', title: 'Warning' },
  info: { rank: 2, tone: 'info', title: 'To do' },
} as const;

export function Alarms(props: {
  readonly alarms: readonly Alarm[] | undefined;
  readonly error: Error | null;
  readonly retry: () => unknown;
}) {
  if (props.error && !props.alarms)
    return (
      <Box sx={{ px: 2.5, pb: 2.5 }}>
        <Failure error={props.error} retry={props.retry} />
      </Box>
    );
  if (!props.alarms)
    return (
      <Box sx={{ px: 2.5, pb: 2.5 }}>
        <Loading lines={4} height={120} />
      </Box>
    );
  if (props.alarms.length === 0)
    return (
      <Empty title="Nothing waits for you" icon="check">
        No alarm is raised and no version waits for approval.
      </Empty>
    );
  const sorted = [...props.alarms].sort((a, b) => severities[a.severity].rank - severities[b.severity].rank);
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
      {sorted.map((alarm) => (
        <Box
          component="li"
          key={alarm.id}
          sx={{ px: 2.5, py: 1.5, borderTop: '1px solid', borderColor: 'divider' }}
        >
          <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, flexWrap: 'wrap' }}>
            <Status tone={severities[alarm.severity].tone}>{severities[alarm.severity].title}</Status>
            <Typography variant="h3">{alarm.title}</Typography>
          </Box>
          <Typography variant="body2" sx={{ color: 'text.secondary', mt: 0.75 }}>
            {alarm.detail}
          </Typography>
          <Typography variant="caption" sx={{ color: 'text.secondary', display: 'block', mt: 0.5 }}>
            <Moment at={alarm.since} />
            {alarm.runbook ? (
              <>
                {' · '}
                <Link href={alarm.runbook} target="_blank" rel="noreferrer">
                  What to do
                </Link>
              </>
            ) : null}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}
