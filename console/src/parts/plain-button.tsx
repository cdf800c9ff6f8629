import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

/** A button in the text's own colour: part of what is there at once, without the script of the others. */
export const PlainButton = (props: { readonly onClick: () => unknown; readonly children: ReactNode }) => (
  <Box
    component="button"
    type="button"
    onClick={() => void props.onClick()}
    sx={{
      font: 'inherit',
      fontWeight: 560,
      color: 'inherit',
      background: 'none',
      border: 'none',
      minHeight: 28,
      px: 1,
      whiteSpace: 'nowrap',
      cursor: 'pointer',
      textDecoration: 'underline',
    }}
  >
    {props.children}
  </Box>
);
