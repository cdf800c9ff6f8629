import Box from '@mui/material/Box';
import Drawer from '@mui/material/Drawer';
import { IconButton } from '../parts/icon-button.tsx';
import { Foot } from './foot.tsx';
import { Navigation } from './navigation.tsx';
import { UseCaseSwitch } from './use-case-switch.tsx';
import { Wordmark } from './wordmark.tsx';

/** The sidebar of a phone: loaded when it is opened first. */
export default function Menu(props: {
  readonly open: boolean;
  readonly width: number;
  readonly onClose: () => void;
}) {
  return (
    <Drawer
      open={props.open}
      onClose={props.onClose}
      slotProps={{ paper: { sx: { width: props.width }, 'aria-label': 'Menu' } }}
    >
      <Box sx={{ px: 2.5, pt: 2, pb: 1.5, display: 'flex', justifyContent: 'space-between' }}>
        <Wordmark />
        <IconButton icon="close" label="Close the menu" onClick={props.onClose} />
      </Box>
      <Box sx={{ px: 1.5 }}>
        <UseCaseSwitch />
      </Box>
      <Navigation onGo={props.onClose} />
      <Foot />
    </Drawer>
  );
}
