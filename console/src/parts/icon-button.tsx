import Box from '@mui/material/Box';
import { Icon, type IconName } from './icons.tsx';

/** A button that is an icon, 36 pixels square; small enough for the first page, which MUI's is not. */
export function IconButton(props: {
  readonly label: string;
  readonly icon: IconName;
  readonly onClick: () => void;
}) {
  return (
    <Box
      component="button"
      type="button"
      aria-label={props.label}
      title={props.label}
      onClick={props.onClick}
      sx={{
        width: 36,
        height: 36,
        flexShrink: 0,
        display: 'grid',
        placeItems: 'center',
        color: 'text.secondary',
        background: 'none',
        border: 'none',
        borderRadius: 1.5,
        cursor: 'pointer',
        '&:hover': { bgcolor: 'action.selected', color: 'text.primary' },
      }}
    >
      <Icon name={props.icon} />
    </Box>
  );
}
