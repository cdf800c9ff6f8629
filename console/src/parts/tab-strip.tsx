import Box from '@mui/material/Box';
import type { KeyboardEvent, ReactNode } from 'react';

/** Views of one page, by mouse or arrow keys (ARIA tabs). */
export function TabStrip<T extends string>(props: {
  readonly label: string;
  readonly tabs: readonly (readonly [name: T, title: string])[];
  readonly value: T;
  readonly onChange: (name: T) => void;
}) {
  const { tabs, value } = props;
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const at = tabs.findIndex(([name]) => name === value);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    props.onChange(next[0]);
    document.getElementById(`tab-${next[0]}`)?.focus();
  };
  return (
    <Box
      role="tablist"
      aria-label={props.label}
      onKeyDown={move}
      sx={{ display: 'flex', gap: 0.5, borderBottom: '1px solid', borderColor: 'divider', overflowX: 'auto' }}
    >
      {tabs.map(([name, title]) => (
        <Box
          key={name}
          component="button"
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === value}
          aria-controls={`panel-${name}`}
          tabIndex={name === value ? 0 : -1}
          onClick={() => props.onChange(name)}
          sx={{
            font: 'inherit',
            fontSize: '0.875rem',
            fontWeight: 540,
            background: 'none',
            border: 'none',
            borderBottom: '2px solid transparent',
            color: 'text.secondary',
            px: 1.5,
            minHeight: 40,
            whiteSpace: 'nowrap',
            cursor: 'pointer',
            '&:hover': { color: 'text.primary' },
            '&[aria-selected="true"]': { color: 'text.primary', borderBottomColor: 'primary.main' },
            '&:focus-visible': { outlineOffset: '-3px' },
          }}
        >
          {title}
        </Box>
      ))}
    </Box>
  );
}

export const TabPanel = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <Box
    role="tabpanel"
    id={`panel-${name}`}
    aria-labelledby={`tab-${name}`}
    sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}
  >
    {children}
  </Box>
);
