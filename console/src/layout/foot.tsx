import Box from '@mui/material/Box';
import { Account } from './account.tsx';
import { SchemeToggle } from './scheme-toggle.tsx';

/** Who is here, and in which colours. */
export const Foot = () => (
  <Box
    sx={{
      display: 'flex',
      alignItems: 'center',
      gap: 0.5,
      px: 1.5,
      py: 1.25,
      borderTop: '1px solid',
      borderColor: 'divider',
    }}
  >
    <Account />
    <SchemeToggle />
  </Box>
);
