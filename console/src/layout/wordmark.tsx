import Box from '@mui/material/Box';

export const Wordmark = () => (
  <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.25 }}>
    <Box component="img" src="/icon.svg" alt="" width={26} height={26} sx={{ display: 'block' }} />
    <Box component="span" sx={{ fontWeight: 650, letterSpacing: '-0.02em', fontSize: '1.0625rem' }}>
      modelkeep
    </Box>
  </Box>
);
