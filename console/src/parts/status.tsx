import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import type { ToneName } from '../theme/colors.ts';
import { useScheme } from '../theme/use-scheme.ts';
import { Icon, type IconName } from './icons.tsx';

const toneIcons: Readonly<Record<ToneName, IconName>> = {
  good: 'check',
  warn: 'alert',
  bad: 'cross',
  info: 'info',
  quiet: 'clock',
};

/** A word with its tone; the icon says the same, for whoever does not see the colour. */
export function Status(props: {
  readonly tone: ToneName;
  readonly children: ReactNode;
  readonly icon?: IconName;
}) {
  const tone = useScheme().tones[props.tone];
  return (
    <Box
      component="span"
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 0.5,
        minHeight: 24,
        maxWidth: '100%',
        px: 1,
        borderRadius: 3,
        fontSize: '0.8125rem',
        fontWeight: 540,
        lineHeight: 1.3,
        color: tone.text,
        background: tone.ground,
        border: `1px solid ${tone.line}`,
      }}
    >
      <Icon name={props.icon ?? toneIcons[props.tone]} aria-hidden sx={{ fontSize: 14 }} />
      {props.children}
    </Box>
  );
}
