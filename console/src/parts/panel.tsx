import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useId, type ReactNode } from 'react';
import type { SxProps, Theme } from '@mui/material/styles';

/** One thing with its title: the unit of which pages are made. */
export function Panel(props: {
  readonly title?: string;
  readonly hint?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
  /** Without the inner margin: tables reach the edge. */
  readonly flush?: boolean;
  readonly sx?: SxProps<Theme>;
}) {
  const id = useId();
  return (
    <Box
      component="section"
      {...(props.title ? { 'aria-labelledby': id } : {})}
      sx={
        [
          {
            bgcolor: 'background.paper',
            border: '1px solid',
            borderColor: 'divider',
            borderRadius: 2,
            minWidth: 0,
            display: 'flex',
            flexDirection: 'column',
          },
          ...(Array.isArray(props.sx) ? (props.sx as SxProps<Theme>[]) : props.sx ? [props.sx] : []),
        ] as SxProps<Theme>
      }
    >
      {props.title ? (
        <Box
          sx={{
            display: 'flex',
            alignItems: 'center',
            justifyContent: 'space-between',
            flexWrap: 'wrap',
            gap: 1,
            px: 2.5,
            pt: 2,
            pb: props.flush ? 1.5 : 0,
          }}
        >
          <Box sx={{ minWidth: 0 }}>
            <Typography id={id} variant="h2">
              {props.title}
            </Typography>
            {props.hint ? (
              <Typography variant="caption" sx={{ color: 'text.secondary', display: 'block' }}>
                {props.hint}
              </Typography>
            ) : null}
          </Box>
          {props.action}
        </Box>
      ) : null}
      <Box
        sx={props.flush ? { minWidth: 0 } : { p: 2.5, pt: props.title ? 1.75 : 2.5, flex: 1, minWidth: 0 }}
      >
        {props.children}
      </Box>
    </Box>
  );
}
