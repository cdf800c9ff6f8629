import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { client } from '../../api/client.ts';
import { useUseCaseName } from '../../layout/use-case.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useSay } from '../../parts/snackbars.tsx';
import { useSession } from '../../session/session.tsx';
import { actionsFor, dialogs, type Action } from './actions.ts';

/** What an approver may do with a version, each after having been asked. */
export function Decisions({ model }: { readonly model: Pick<ApiAnswer<'getModel'>, 'version' | 'status'> }) {
  const useCase = useUseCaseName();
  const { may } = useSession();
  const queries = useQueryClient();
  const say = useSay();
  const [asked, setAsked] = useState<Action>();
  const mutation = useMutation({
    mutationFn: async ({ action, reason }: { action: Action; reason: string }) => {
      const params = { version: String(model.version) };
      const key = { idempotencyKey: crypto.randomUUID() };
      if (action === 'approve')
        await client.approveModel({ params, body: { useCase, ...(reason ? { reason } : {}) } });
      else if (action === 'reject') await client.rejectModel({ params, body: { useCase, reason } });
      else if (action === 'deploy') await client.deployModel({ params, body: { useCase, reason }, ...key });
      else await client.rollBackModel({ params, body: { useCase, reason }, ...key });
      return action;
    },
    onSuccess: async (action) => {
      setAsked(undefined);
      say(dialogs[action].done(model.version));
      await queries.invalidateQueries();
    },
  });
  if (!may('approver')) return null;
  const dialog = asked ? dialogs[asked] : undefined;
  return (
    <>
      {actionsFor(model.status).map((action) => (
        <Button
          key={action}
          variant={action === 'approve' || action === 'deploy' ? 'contained' : 'outlined'}
          color={action === 'reject' || action === 'rollback' ? 'error' : 'primary'}
          onClick={() => {
            mutation.reset();
            setAsked(action);
          }}
        >
          {dialogs[action].title}
        </Button>
      ))}
      <ConfirmDialog
        open={asked !== undefined}
        title={dialog?.question(model.version) ?? ''}
        confirm={dialog?.title ?? ''}
        danger={asked === 'reject' || asked === 'rollback'}
        reason={asked === 'approve' ? 'optional' : 'required'}
        busy={mutation.isPending}
        error={mutation.error}
        onCancel={() => setAsked(undefined)}
        onConfirm={(reason) => asked && mutation.mutate({ action: asked, reason })}
      >
        {dialog?.consequence}
      </ConfirmDialog>
    </>
  );
}
