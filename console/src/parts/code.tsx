import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

export const monospace = "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, 'DejaVu Sans Mono', monospace";

/** Hashes, keys and ids. */
export function Code({ children }: { readonly children: ReactNode }) {
  return (
    <Box component="code" sx={{ fontFamily: monospace, fontSize: '0.8125em', overflowWrap: 'anywhere' }}>
      {children}
    </Box>
  );
}
