import { useColorScheme } from '@mui/material/styles';
import { IconButton } from '../parts/icon-button.tsx';

export function SchemeToggle() {
  const { mode, systemMode, setMode } = useColorScheme();
  const isDark = (mode === 'system' ? systemMode : mode) === 'dark';
  return (
    <IconButton
      icon={isDark ? 'sun' : 'moon'}
      onClick={() => setMode(isDark ? 'light' : 'dark')}
      label={isDark ? 'Light colours' : 'Dark colours'}
    />
  );
}
