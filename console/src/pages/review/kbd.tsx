import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

/** A key of the keyboard. */
export const Kbd = ({ children }: { readonly children: ReactNode }) => (
  <Box
    component="kbd"
    sx={{
      font: 'inherit',
      fontSize: '0.75rem',
      fontWeight: 560,
      display: 'inline-block',
      minWidth: 20,
      textAlign: 'center',
      px: 0.5,
      border: '1px solid',
      borderColor: 'divider',
      borderBottomWidth: 2,
      borderRadius: 1,
      color: 'text.primary',
      bgcolor: 'background.default',
    }}
  >
    {children}
  </Box>
);
