import { useColorScheme } from '@mui/material/styles';
import { dark, light, type Scheme } from './colors.ts';

/** The colours in use, for what is not styled by MUI: charts and drawings. */
export function useScheme(): Scheme {
  const { mode, systemMode } = useColorScheme();
  return (mode === 'system' ? systemMode : mode) === 'dark' ? dark : light;
}
