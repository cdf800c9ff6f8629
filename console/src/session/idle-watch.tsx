import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useEffect, useRef, useState } from 'react';
import { plural } from '../format/number.ts';
import { idlePhase, type IdlePhase } from './idle.ts';

const warnMilliseconds = 60_000;

/** Signs out who has gone away from the machine, a minute after having said so. */
export function IdleWatch(props: { readonly minutes: number; readonly onIdle: () => void }) {
  const { minutes, onIdle } = props;
  const lastActive = useRef(0);
  const [phase, setPhase] = useState<IdlePhase>({ kind: 'active', nextCheckInMilliseconds: 0 });

  useEffect(() => {
    const limits = { signOutAfterMilliseconds: minutes * 60_000, warnMilliseconds };
    lastActive.current = Date.now();
    const check = (): void => {
      const next = idlePhase(lastActive.current, Date.now(), limits);
      setPhase((before) => (before.kind === 'active' && next.kind === 'active' ? before : next));
      if (next.kind === 'signed-out') onIdle();
    };
    const active = (): void => {
      lastActive.current = Date.now();
    };
    const timer = setInterval(check, 1_000);
    const names = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
    for (const name of names) addEventListener(name, active, { passive: true, capture: true });
    return () => {
      clearInterval(timer);
      for (const name of names) removeEventListener(name, active, { capture: true });
    };
  }, [minutes, onIdle]);

  return (
    <Dialog open={phase.kind === 'warning'} aria-labelledby="idle-title">
      <DialogTitle id="idle-title">Are you still there?</DialogTitle>
      <DialogContent>
        You will be signed out in{' '}
        {phase.kind === 'warning' ? plural(phase.secondsLeft, 'second') : 'a moment'}, so that nobody else
        acts in your name.
      </DialogContent>
      <DialogActions>
        <Button variant="contained" autoFocus>
          Stay signed in
        </Button>
      </DialogActions>
    </Dialog>
  );
}
