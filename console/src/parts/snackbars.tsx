import Snackbar from '@mui/material/Snackbar';
import { createContext, use, useCallback, useState, type ReactNode } from 'react';

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
      <Snackbar open={open} message={text} autoHideDuration={5_000} onClose={() => setOpen(false)} />
    </Context>
  );
}
