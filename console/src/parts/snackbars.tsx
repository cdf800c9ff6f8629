import { createContext, Suspense, use, useCallback, useState, type ReactNode } from 'react';
import { lazyPart } from './lazy-part.ts';

const SnackbarHost = lazyPart(() => import('./snackbar-host.tsx'));

const Context = createContext<(text: string) => void>(() => undefined);

/** Says in passing what was done. */
export const useSay = (): ((text: string) => void) => use(Context);

export function Snackbars({ children }: { readonly children: ReactNode }) {
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const say = useCallback((next: string) => {
    setText(next);
    setOpen(true);
  }, []);
  return (
    <Context value={say}>
      {children}
      {text === '' ? null : (
        <Suspense fallback={null}>
          <SnackbarHost open={open} text={text} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </Context>
  );
}
