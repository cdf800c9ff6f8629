import Snackbar from '@mui/material/Snackbar';

/** Loaded when there is something to say. */
export default function SnackbarHost(props: {
  readonly open: boolean;
  readonly text: string;
  readonly onClose: () => void;
}) {
  return <Snackbar open={props.open} message={props.text} autoHideDuration={5_000} onClose={props.onClose} />;
}
