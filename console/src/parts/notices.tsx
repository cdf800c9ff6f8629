import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { explain } from '../api/explain.ts';
import type { ToneName } from '../theme/colors.ts';
import { useScheme } from '../theme/use-scheme.ts';
import { Icon, type IconName } from './icons.tsx';
import { PlainButton } from './plain-button.tsx';

/** Nothing is there: says why, and what would change that. */
export function Empty(props: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly icon?: IconName;
  readonly action?: ReactNode;
}) {
  return (
    <Box sx={{ py: 5, px: 2.5, textAlign: 'center', maxWidth: 460, mx: 'auto' }}>
      <Icon name={props.icon ?? 'info'} aria-hidden sx={{ fontSize: 28, color: 'text.secondary', mb: 1 }} />
      {/* No heading: it stands at any depth. */}
      <Typography variant="h3" component="p">
        {props.title}
      </Typography>
      <Typography variant="body2" component="div" sx={{ color: 'text.secondary', mt: 0.5 }}>
        {props.children}
      </Typography>
      {props.action ? <Box sx={{ mt: 2 }}>{props.action}</Box> : null}
    </Box>
  );
}

/** A sentence that must be seen, in its tone. */
export function Notice(props: {
  readonly tone: ToneName;
  readonly icon?: IconName;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  /** Told at once by a screen reader. */
  readonly live?: boolean;
}) {
  const tone = useScheme().tones[props.tone];
  const icons = { good: 'check', warn: 'alert', bad: 'cross', info: 'info', quiet: 'info' } as const;
  return (
    <Box
      {...(props.live ? { role: props.tone === 'bad' ? 'alert' : 'status' } : {})}
      sx={{
        display: 'flex',
        gap: 1.25,
        alignItems: 'flex-start',
        borderRadius: 2,
        border: `1px solid ${tone.line}`,
        background: tone.ground,
        color: tone.text,
        px: 1.75,
        py: 1.25,
        fontSize: '0.875rem',
        lineHeight: 1.5,
      }}
    >
      <Icon
        name={props.icon ?? icons[props.tone]}
        aria-hidden
        sx={{ fontSize: 18, mt: '2px', flexShrink: 0 }}
      />
      <Box sx={{ minWidth: 0, flex: 1, overflowWrap: 'anywhere' }}>{props.children}</Box>
      {props.action}
    </Box>
  );
}

/** What went wrong, in the API's words, and a way on. */
export function Failure(props: { readonly error: unknown; readonly retry?: () => unknown }) {
  const { title, detail, fields } = explain(props.error);
  return (
    <Notice
      tone="bad"
      live
      action={props.retry ? <PlainButton onClick={props.retry}>Try again</PlainButton> : null}
    >
      <strong>{title}</strong>
      {detail ? <div>{detail}</div> : null}
      {fields.length > 0 ? (
        <Box component="ul" sx={{ m: 0, mt: 0.5, pl: 2.5 }}>
          {fields.map((field) => (
            <li key={field}>{field}</li>
          ))}
        </Box>
      ) : null}
    </Notice>
  );
}

/** Lines in the place of what is read: as high as that will be. */
export function Loading({ lines = 4, height }: { readonly lines?: number; readonly height?: number }) {
  return (
    <Box aria-busy aria-label="Loading" role="status" sx={{ minHeight: height }}>
      {Array.from({ length: lines }, (_, i) => (
        <Skeleton
          key={i}
          variant="text"
          animation={false}
          width={`${92 - ((i * 17) % 40)}%`}
          sx={{ fontSize: '1rem' }}
        />
      ))}
    </Box>
  );
}
