import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { useInbox, useStatus, useUseCase } from '../../api/queries.ts';
import { count, plural } from '../../format/number.ts';
import { ListAndDetail, Page } from '../../layout/page.tsx';
import { useUseCaseName } from '../../layout/use-case.tsx';
import { Empty, Failure, Loading } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { DecisionSupport } from '../predict/result.tsx';
import { GivenList } from './given-list.tsx';
import { answered, emptyInbox, moved, refused, stillWaiting, type Diagnosis, type Inbox } from './inbox.ts';
import { InboxList } from './inbox-list.tsx';
import { OnePrediction } from './one-prediction.tsx';

/** Predictions that wait for what it really was, the least certain first. */
export default function Review() {
  const name = useUseCaseName();
  const queries = useQueryClient();
  const useCase = useUseCase();
  const { data, error, refetch, isFetching } = useInbox();
  const [inbox, setInbox] = useState<Inbox>(emptyInbox);
  const waiting = stillWaiting(data?.predictions ?? [], inbox);
  const current = waiting[Math.min(inbox.at, waiting.length - 1)];
  const labels = useCase.data?.target;
  const hint = hintOf(waiting.length, useStatus().data?.counts.pendingPredictions);

  const confirm = useMutation({
    mutationFn: (one: { readonly id: string; readonly diagnosis: Diagnosis; readonly correct: boolean }) =>
      client.confirmDiagnosis({
        params: { id: one.id },
        body: { useCase: name, diagnosis: one.diagnosis, correct: one.correct },
      }),
    onError: (_error, one) => setInbox((before) => refused(before, one.id)),
    onSettled: () => queries.invalidateQueries({ queryKey: ['status', name] }),
  });
  const answer = (diagnosis: Diagnosis): void => {
    if (!current) return;
    setInbox((before) =>
      answered(
        before,
        { id: current.id, diagnosis, asPredicted: current.prediction === diagnosis },
        waiting.length,
      ),
    );
    confirm.mutate({ id: current.id, diagnosis, correct: false });
  };

  return (
    <Page
      title="Review"
      lead="Say what it really was: confirmed diagnoses show how good the model still is, and the next one learns from them."
      actions={
        <Button
          variant="outlined"
          color="inherit"
          disabled={isFetching}
          onClick={() => {
            setInbox(emptyInbox);
            void refetch();
          }}
        >
          Look again
        </Button>
      }
    >
      {confirm.error ? <Failure error={confirm.error} /> : null}
      {error && !data ? (
        <Failure error={error} retry={refetch} />
      ) : !data || !labels ? (
        <Panel>
          <Loading lines={10} height={520} />
        </Panel>
      ) : waiting.length === 0 && inbox.given.length === 0 ? (
        <Panel>
          <Empty title="No prediction waits" icon="check">
            Each new prediction stands here until its diagnosis is known.
          </Empty>
        </Panel>
      ) : (
        <ListAndDetail list="minmax(0, 1.2fr)">
          <Panel
            title={`${plural(waiting.length, 'prediction')} ${waiting.length === 1 ? 'waits' : 'wait'} here`}
            hint={hint}
            flush
          >
            <InboxList
              waiting={waiting}
              current={current?.id}
              labels={labels}
              onMove={(by) => setInbox((before) => moved(before, by, waiting.length))}
              onAnswer={answer}
            />
          </Panel>
          <Box sx={{ display: 'grid', gap: 2.5, position: { lg: 'sticky' }, top: { lg: 24 }, minWidth: 0 }}>
            {current ? (
              <OnePrediction
                key={current.id}
                prediction={current}
                labels={labels}
                ofPhotographs={useCase.data?.images !== undefined}
                onAnswer={answer}
              />
            ) : (
              <Panel>
                <Empty title="All are answered" icon="check">
                  Look again for those that have come since.
                </Empty>
              </Panel>
            )}
            <GivenList
              given={inbox.given}
              labels={labels}
              onCorrect={(one) => {
                const diagnosis: Diagnosis = one.diagnosis === 1 ? 0 : 1;
                setInbox((before) =>
                  answered(before, { ...one, diagnosis, asPredicted: !one.asPredicted }, waiting.length + 1),
                );
                confirm.mutate({ id: one.id, diagnosis, correct: true });
              }}
            />
            <DecisionSupport />
          </Box>
        </ListAndDetail>
      )}
    </Page>
  );
}

/** With how many more there are than stand here. */
function hintOf(here: number, all: { readonly count: number; readonly more: boolean } | undefined): string {
  const least = 'The least certain first';
  if (!all || all.count <= here) return least;
  return `${least}, of ${count(all.count)}${all.more ? ' or more' : ''} in all`;
}
