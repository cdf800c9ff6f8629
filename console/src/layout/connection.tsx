import Box from '@mui/material/Box';
import { useSyncExternalStore } from 'react';
import { connection } from '../api/connection.ts';
import { Notice } from '../parts/notices.tsx';

/** Says that nothing comes any more; what is on the page stays there. */
export function Connection() {
  const state = useSyncExternalStore(connection.subscribe, connection.state);
  if (state === 'online') return null;
  return (
    <Box sx={{ px: { xs: 2, sm: 3, lg: 4 }, pt: 2, maxWidth: 1320, width: '100%', mx: 'auto' }}>
      <Notice tone="warn" icon="offline" live>
        {state === 'offline'
          ? 'You are offline. What you see is the last that was known; nothing can be changed until the network is back.'
          : 'The platform cannot be reached. What you see is the last that was known; this page tries again by itself.'}
      </Notice>
    </Box>
  );
}
