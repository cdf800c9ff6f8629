import { Suspense, useEffect, useRef, useState } from 'react';
import { idlePhase, type IdlePhase } from './idle.ts';
import { lazyPart } from '../parts/lazy-part.ts';

const IdleDialog = lazyPart(() => import('./idle-dialog.tsx'));

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

  return phase.kind === 'warning' ? (
    <Suspense fallback={null}>
      <IdleDialog secondsLeft={phase.secondsLeft} />
    </Suspense>
  ) : null;
}
