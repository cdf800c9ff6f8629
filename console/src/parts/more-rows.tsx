import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { Paged } from '../api/paged.ts';

/** At the end of a list that goes on. */
export function MoreRows(props: { readonly list: Paged<unknown>; readonly label: string }) {
  const { hasMore, loadsMore, loadMore } = props.list;
  if (!hasMore) return null;
  return (
    <Box sx={{ p: 1.5, textAlign: 'center', borderTop: '1px solid', borderColor: 'divider' }}>
      <Button color="inherit" disabled={loadsMore} onClick={() => void loadMore()}>
        {loadsMore ? 'Coming…' : props.label}
      </Button>
    </Box>
  );
}
