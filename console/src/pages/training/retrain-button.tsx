import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { client } from '../../api/client.ts';
import { useUseCaseName } from '../../layout/use-case.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useSay } from '../../parts/snackbars.tsx';
import { useSession } from '../../session/session.tsx';

/** What the platform made of the wish. */
const said: Readonly<Record<string, string>> = {
  Started: 'A training has started.',
  AlreadyStarted: 'This training has already started.',
  Superseded: 'Another retraining runs or waits for approval: this one is noted and not queued.',
  CoolingDown: 'The last retraining is too recent: the use case asks for a pause between two.',
  Paused: 'The use case is paused: an administrator has to resume it first.',
};

/** Starts a training by hand; for approvers. */
export function RetrainButton() {
  const useCase = useUseCaseName();
  const { may } = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const say = useSay();
  const [key, setKey] = useState<string>();
  const start = useMutation({
    mutationFn: (explanation: string) =>
      client.startTraining({
        body: { useCase, ...(explanation === '' ? {} : { explanation }) },
        ...(key === undefined ? {} : { idempotencyKey: key }),
      }),
    onSuccess: async (started) => {
      setKey(undefined);
      say(said[started.status] ?? started.status);
      await queries.invalidateQueries();
      if (started.status === 'Started')
        await navigate(`/${useCase}/training?training=${started.executionName}`);
    },
  });
  if (!may('approver')) return null;
  return (
    <>
      <Button
        variant="contained"
        onClick={() => {
          start.reset();
          // One key for this dialog: a second click starts no second training.
          setKey(crypto.randomUUID());
        }}
      >
        Start a training
      </Button>
      <ConfirmDialog
        open={key !== undefined}
        title="Start a training?"
        confirm="Start"
        reason="optional"
        busy={start.isPending}
        error={start.error}
        onCancel={() => setKey(undefined)}
        onConfirm={(reason) => start.mutate(reason)}
      >
        It learns from all rows and confirmed diagnoses, is judged by the gate against the version in service,
        and then waits for approval. The version in service goes on answering meanwhile.
      </ConfirmDialog>
    </>
  );
}
