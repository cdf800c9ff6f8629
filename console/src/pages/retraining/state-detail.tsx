import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { useExecutionState } from '../../api/queries.ts';
import { between, exactly } from '../../format/time.ts';
import { stateTitle, statusTitle } from '../../format/words.ts';
import { monospace } from '../../parts/code.tsx';
import { Facts } from '../../parts/facts.tsx';
import { useNow } from '../../parts/moment.tsx';
import { Failure, Loading, Notice } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Status } from '../../parts/status.tsx';
import { toneOf } from '../../parts/tones.ts';

/** What the chosen state was given, what it added, and how it failed. */
export function StateDetail(props: { readonly execution: string; readonly id: number }) {
  const now = useNow();
  const { data, error, refetch } = useExecutionState(props.execution, props.id);
  if (error && !data)
    return (
      <Panel title="The chosen state">
        <Failure error={error} retry={refetch} />
      </Panel>
    );
  if (!data)
    return (
      <Panel title="The chosen state">
        <Loading lines={10} height={300} />
      </Panel>
    );
  return (
    <Panel
      title={stateTitle(data.name)}
      action={<Status tone={toneOf(data.status)}>{statusTitle(data.status)}</Status>}
    >
      <Facts
        facts={[
          ['Entered', exactly(data.enteredAt)],
          ['Took', between(data.enteredAt, data.exitedAt, now)],
        ]}
      />
      <Box sx={{ display: 'grid', gap: 2, mt: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        {data.error ? (
          <Notice tone="bad">
            <strong>{data.error.name || 'Failed'}</strong>
            {data.error.message ? <div>{data.error.message}</div> : null}
          </Notice>
        ) : null}
        <Given
          title="It was given"
          fields={data.input}
          nothing="The platform does not tell what it was given."
        />
        <Given
          title="It added"
          fields={data.added}
          nothing={data.status === 'Running' ? 'Nothing yet: it still runs.' : 'Nothing.'}
        />
      </Box>
    </Panel>
  );
}

function Given(props: {
  readonly title: string;
  readonly fields: Readonly<Record<string, unknown>> | null;
  readonly nothing: string;
}): ReactNode {
  const { title, fields } = props;
  const isEmpty = !fields || Object.keys(fields).length === 0;
  return (
    <Box component="section" aria-label={title}>
      <Box component="h3" sx={{ fontSize: '0.8125rem', fontWeight: 600, m: 0, mb: 0.75 }}>
        {title}
      </Box>
      {isEmpty ? (
        <Box sx={{ fontSize: '0.875rem', color: 'text.secondary' }}>{props.nothing}</Box>
      ) : (
        <Box
          component="pre"
          role="group"
          aria-label={`${title}, as JSON`}
          tabIndex={0}
          sx={{
            m: 0,
            p: 1.5,
            maxHeight: 320,
            overflow: 'auto',
            borderRadius: 1.5,
            bgcolor: 'background.default',
            border: '1px solid',
            borderColor: 'divider',
            fontFamily: monospace,
            fontSize: '0.75rem',
            lineHeight: 1.6,
            whiteSpace: 'pre-wrap',
            overflowWrap: 'anywhere',
          }}
        >
          {JSON.stringify(latestFirst(fields), null, 2)}
        </Box>
      )}
    </Box>
  );
}

/** The payload grows by a field with each state: what came last explains this one best. */
const latestFirst = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).toReversed());
