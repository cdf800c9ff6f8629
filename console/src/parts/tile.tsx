import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';

/** A figure with its name above and what it means below. Keeps its height while it loads. */
export function Tile(props: {
  readonly name: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <Box
      component="section"
      aria-label={props.name}
      sx={{
        bgcolor: 'background.paper',
        border: '1px solid',
        borderColor: 'divider',
        borderRadius: 2,
        p: 2.5,
        minHeight: 136,
        minWidth: 0,
        display: 'flex',
        flexDirection: 'column',
        gap: 0.5,
      }}
    >
      <Typography variant="overline" sx={{ color: 'text.secondary' }}>
        {props.name}
      </Typography>
      <Box
        sx={{ fontSize: '1.5rem', fontWeight: 600, letterSpacing: '-0.02em', lineHeight: 1.3, minHeight: 34 }}
      >
        {props.value}
      </Box>
      <Typography variant="caption" component="div" sx={{ color: 'text.secondary', mt: 'auto' }}>
        {props.note}
      </Typography>
      {props.children}
    </Box>
  );
}
