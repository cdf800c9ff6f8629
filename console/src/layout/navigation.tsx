import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { NavLink } from 'react-router';
import { Icon, type IconName } from '../parts/icons.tsx';
import { useSession } from '../session/session.tsx';
import type { Scope } from '../session/scopes.ts';
import { useWaiting } from './waiting.ts';

interface Place {
  readonly to: string;
  readonly title: string;
  readonly icon: IconName;
  readonly scope: Scope;
}
interface Group {
  readonly title: string;
  readonly places: readonly Place[];
}

export const groups: readonly Group[] = [
  {
    title: 'Care',
    places: [
      { to: 'predict', title: 'Predict', icon: 'predict', scope: 'clinician' },
      { to: 'review', title: 'Review', icon: 'review', scope: 'clinician' },
    ],
  },
  {
    title: 'Model',
    places: [
      { to: 'dashboard', title: 'Dashboard', icon: 'dashboard', scope: 'reader' },
      { to: 'monitoring', title: 'Monitoring', icon: 'monitoring', scope: 'reader' },
      { to: 'models', title: 'Models', icon: 'models', scope: 'reader' },
      { to: 'retraining', title: 'Retraining', icon: 'retraining', scope: 'reader' },
      { to: 'training', title: 'Training', icon: 'training', scope: 'reader' },
      { to: 'datasets', title: 'Datasets', icon: 'datasets', scope: 'reader' },
    ],
  },
  {
    title: 'Platform',
    places: [{ to: 'settings', title: 'Settings', icon: 'settings', scope: 'reader' }],
  },
];

/** Places that the signed-in person may go to, with what waits there. */
export function Navigation({ onGo }: { readonly onGo?: () => void }) {
  const { may } = useSession();
  const waiting = useWaiting();
  return (
    <Box component="nav" aria-label="Pages" sx={{ px: 1.5, pb: 2, overflowY: 'auto', flex: 1 }}>
      {groups.map((group) => {
        const places = group.places.filter(({ scope }) => may(scope));
        if (places.length === 0) return null;
        return (
          <Box key={group.title} sx={{ mt: 2 }}>
            <Typography variant="overline" component="h2" sx={{ color: 'text.secondary', px: 1.25 }}>
              {group.title}
            </Typography>
            <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
              {places.map((place) => (
                <li key={place.to}>
                  <Place place={place} waiting={waiting[place.to]} {...(onGo ? { onGo } : {})} />
                </li>
              ))}
            </Box>
          </Box>
        );
      })}
    </Box>
  );
}

function Place(props: {
  readonly place: Place;
  readonly waiting: { readonly text: string; readonly meaning: string } | undefined;
  readonly onGo?: () => void;
}) {
  const { place, waiting } = props;
  return (
    <Box
      component={NavLink}
      to={place.to}
      {...(props.onGo ? { onClick: props.onGo } : {})}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 1.25,
        minHeight: 36,
        px: 1.25,
        borderRadius: 1.5,
        color: 'text.secondary',
        textDecoration: 'none',
        fontSize: '0.875rem',
        fontWeight: 500,
        '&:hover': { bgcolor: 'action.hover', color: 'text.primary' },
        '&.active': { bgcolor: 'action.selected', color: 'text.primary', fontWeight: 600 },
        '&.active svg': { color: 'primary.main' },
      }}
    >
      <Icon name={place.icon} aria-hidden />
      <Box component="span" sx={{ flex: 1 }}>
        {place.title}
      </Box>
      {waiting ? (
        <Box
          component="span"
          aria-label={waiting.meaning}
          role="note"
          sx={{
            fontSize: '0.75rem',
            fontWeight: 600,
            color: 'primary.contrastText',
            bgcolor: 'primary.main',
            borderRadius: 4,
            px: 0.875,
            lineHeight: '20px',
          }}
        >
          {waiting.text}
        </Box>
      ) : null}
    </Box>
  );
}
