import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Icon } from '../../parts/icons.tsx';
import { useSay } from '../../parts/snackbars.tsx';
import type { StatusData } from './tiles.tsx';

/** The kill switch of the use case; for administrators. */
export default function Switch({ status }: { readonly status: StatusData }) {
  const [open, setOpen] = useState(false);
  const queries = useQueryClient();
  const say = useSay();
  const { paused, useCase } = status;
  const mutation = useMutation({
    mutationFn: (reason: string) =>
      (paused ? client.resumeUseCase : client.pauseUseCase)({ params: { useCase }, body: { reason } }),
    onSuccess: async () => {
      setOpen(false);
      say(paused ? 'It serves and retrains again.' : 'Serving and retraining are stopped.');
      await queries.invalidateQueries();
    },
  });
  return (
    <>
      <Button
        variant="outlined"
        color={paused ? 'primary' : 'inherit'}
        startIcon={<Icon name={paused ? 'arrow' : 'pause'} />}
        onClick={() => {
          mutation.reset();
          setOpen(true);
        }}
      >
        {paused ? 'Resume' : 'Pause'}
      </Button>
      <ConfirmDialog
        open={open}
        title={paused ? 'Let it serve and retrain again?' : 'Stop serving and retraining?'}
        confirm={paused ? 'Resume' : 'Pause'}
        danger={!paused}
        reason="required"
        busy={mutation.isPending}
        error={mutation.error}
        onCancel={() => setOpen(false)}
        onConfirm={(reason) => mutation.mutate(reason)}
      >
        {paused
          ? 'Predictions are answered again, and triggers start retrainings again.'
          : 'Predictions are refused until somebody resumes it, and no retraining starts. This is written down with your name.'}
      </ConfirmDialog>
    </>
  );
}
