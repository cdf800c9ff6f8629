import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { plural } from '../format/number.ts';

/** Any key or touch, also on its button, keeps one signed in. */
export default function IdleDialog({ secondsLeft }: { readonly secondsLeft: number }) {
  return (
    <Dialog open aria-labelledby="idle-title">
      <DialogTitle id="idle-title">Are you still there?</DialogTitle>
      <DialogContent>
        You will be signed out in {plural(secondsLeft, 'second')}, so that nobody else acts in your name.
      </DialogContent>
      <DialogActions>
        <Button variant="contained" autoFocus>
          Stay signed in
        </Button>
      </DialogActions>
    </Dialog>
  );
}
