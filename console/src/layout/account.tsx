import Box from '@mui/material/Box';
import { IconButton } from '../parts/icon-button.tsx';
import { useSession } from '../session/session.tsx';

/** Who is signed in, and the way out. */
export function Account() {
  const { name, role, signOut } = useSession();
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, flex: 1, minWidth: 0 }}>
      <Box
        aria-hidden
        sx={{
          width: 30,
          height: 30,
          flexShrink: 0,
          borderRadius: '50%',
          display: 'grid',
          placeItems: 'center',
          bgcolor: 'primary.main',
          color: 'primary.contrastText',
          fontSize: '0.8125rem',
          fontWeight: 600,
        }}
      >
        {name.charAt(0).toUpperCase()}
      </Box>
      <Box sx={{ minWidth: 0, flex: 1, lineHeight: 1.3 }}>
        <Box sx={{ fontSize: '0.8125rem', fontWeight: 560, overflow: 'hidden', textOverflow: 'ellipsis' }}>
          {name}
        </Box>
        <Box sx={{ fontSize: '0.75rem', color: 'text.secondary' }}>{role}</Box>
      </Box>
      <IconButton icon="out" label="Sign out" onClick={signOut} />
    </Box>
  );
}
