import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

/** A list of which one is looked at beside it. */
export function PickList(props: {
  readonly items: readonly { readonly key: string; readonly content: ReactNode }[];
  readonly chosen: string | undefined;
  readonly onChoose: (key: string) => void;
}) {
  return (
    <Box
      component="ul"
      sx={{ m: 0, p: 0, listStyle: 'none', maxHeight: { xs: 260, lg: 620 }, overflowY: 'auto' }}
    >
      {props.items.map(({ key, content }) => (
        <Box component="li" key={key} sx={{ borderTop: '1px solid', borderColor: 'divider' }}>
          <Box
            component="button"
            type="button"
            aria-pressed={key === props.chosen}
            onClick={() => props.onChoose(key)}
            sx={{
              width: '100%',
              display: 'block',
              textAlign: 'left',
              font: 'inherit',
              fontSize: '0.875rem',
              color: 'text.primary',
              background: 'none',
              border: 'none',
              px: 2.5,
              py: 1.25,
              cursor: 'pointer',
              '&:hover': { bgcolor: 'action.hover' },
              '&[aria-pressed="true"]': { bgcolor: 'action.selected' },
              '&:focus-visible': { outlineOffset: '-2px' },
            }}
          >
            {content}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
