import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId, useState, type ReactNode } from 'react';
import { Field } from './field.tsx';
import { Failure } from './notices.tsx';

/** Asks before something happens that others feel, and why, where that is written down. */
export function ConfirmDialog(props: {
  readonly open: boolean;
  readonly title: string;
  readonly confirm: string;
  readonly danger?: boolean;
  readonly reason: 'none' | 'optional' | 'required';
  readonly busy: boolean;
  readonly error: unknown;
  readonly onCancel: () => void;
  readonly onConfirm: (reason: string) => void;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <Dialog open={props.open} onClose={props.onCancel} aria-labelledby={id} fullWidth maxWidth="xs">
      <DialogTitle id={id} sx={{ fontSize: '1.0625rem', fontWeight: 620, pb: 1 }}>
        {props.title}
      </DialogTitle>
      {/* Begins anew each time it is opened. */}
      {props.open ? <Asked {...props} /> : null}
    </Dialog>
  );
}

function Asked(props: Parameters<typeof ConfirmDialog>[0]) {
  const [reason, setReason] = useState('');
  const given = reason.trim();
  return (
    <Box
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        props.onConfirm(given);
      }}
    >
      <DialogContent sx={{ pt: 0, display: 'grid', gap: 2, fontSize: '0.875rem' }}>
        <div>{props.children}</div>
        {props.reason === 'none' ? null : (
          <Field
            label={props.reason === 'required' ? 'Reason' : 'Reason (optional)'}
            value={reason}
            onChange={setReason}
            maxLength={500}
            autoFocus
            rows={2}
          />
        )}
        {props.error ? <Failure error={props.error} /> : null}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button onClick={props.onCancel} color="inherit">
          Cancel
        </Button>
        <Button
          type="submit"
          variant="contained"
          color={props.danger ? 'error' : 'primary'}
          disabled={props.busy || (props.reason === 'required' && given === '')}
        >
          {props.confirm}
        </Button>
      </DialogActions>
    </Box>
  );
}
