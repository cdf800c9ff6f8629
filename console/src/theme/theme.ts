import { createTheme } from '@mui/material/styles';
import { dark, light, type Scheme } from './colors.ts';

const paletteOf = (scheme: Scheme) => ({
  primary: { main: scheme.accent, contrastText: scheme.onAccent },
  error: { main: scheme.tones.bad.text },
  warning: { main: scheme.tones.warn.text },
  success: { main: scheme.tones.good.text },
  info: { main: scheme.tones.info.text },
  background: { default: scheme.ground, paper: scheme.surface },
  text: { primary: scheme.ink, secondary: scheme.muted },
  divider: scheme.line,
  // Muted text stays readable on what is chosen or under the mouse.
  action: { selected: scheme.chosen, hover: scheme.sunken },
});

/** Numbers stand under each other. */
const figures = { fontFeatureSettings: '"tnum", "cv05", "ss03"' };

export const theme = createTheme({
  cssVariables: { colorSchemeSelector: 'data-scheme' },
  colorSchemes: { light: { palette: paletteOf(light) }, dark: { palette: paletteOf(dark) } },
  shape: { borderRadius: 8 },
  typography: {
    fontFamily: "'Inter Variable', 'Inter Fallback', system-ui, sans-serif",
    fontSize: 14,
    h1: { fontSize: '1.375rem', fontWeight: 620, letterSpacing: '-0.018em', lineHeight: 1.3 },
    h2: { fontSize: '0.9375rem', fontWeight: 620, letterSpacing: '-0.008em', lineHeight: 1.4 },
    h3: { fontSize: '0.875rem', fontWeight: 600, lineHeight: 1.4 },
    body1: { fontSize: '0.9375rem', lineHeight: 1.55 },
    body2: { fontSize: '0.875rem', lineHeight: 1.5 },
    caption: { fontSize: '0.8125rem', lineHeight: 1.45 },
    overline: {
      fontSize: '0.75rem',
      fontWeight: 600,
      letterSpacing: '0.02em',
      lineHeight: 1.5,
      textTransform: 'none',
    },
    button: { textTransform: 'none', fontWeight: 560, letterSpacing: 0 },
  },
  components: {
    MuiCssBaseline: {
      styleOverrides: {
        body: { ...figures, WebkitFontSmoothing: 'antialiased' },
        ':focus-visible': { outline: '2px solid var(--mui-palette-primary-main)', outlineOffset: '2px' },
      },
    },
    MuiButtonBase: { defaultProps: { disableRipple: true } },
    MuiButton: {
      defaultProps: { disableElevation: true },
      styleOverrides: {
        root: { borderRadius: 7, minHeight: 36, paddingInline: 14, whiteSpace: 'nowrap' },
        sizeSmall: { minHeight: 30, paddingInline: 10, fontSize: '0.8125rem' },
        outlined: { borderColor: 'var(--mui-palette-divider)' },
      },
    },
    MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
    MuiTextField: { defaultProps: { size: 'small' } },
    MuiTableCell: {
      styleOverrides: {
        root: { padding: '9px 12px', fontSize: '0.875rem', borderColor: 'var(--mui-palette-divider)' },
        head: {
          fontSize: '0.8125rem',
          fontWeight: 560,
          color: 'var(--mui-palette-text-secondary)',
          whiteSpace: 'nowrap',
        },
      },
    },
    MuiTooltip: { defaultProps: { arrow: false, enterDelay: 300 } },
    MuiLink: { defaultProps: { underline: 'always' } },
  },
});
