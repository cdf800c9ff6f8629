import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { Wordmark } from '../layout/wordmark.tsx';
import { Failure, Loading } from '../parts/notices.tsx';

/** The page of who is not signed in. */
export default function SignIn(props: {
  readonly environment: string;
  readonly busy: boolean;
  readonly error: Error | undefined;
  readonly signIn: () => void;
}) {
  return (
    <Box component="main" sx={{ minHeight: '100dvh', display: 'grid', placeItems: 'center', p: 2 }}>
      <Box sx={{ width: '100%', maxWidth: 380 }}>
        <Box
          sx={{
            bgcolor: 'background.paper',
            border: '1px solid',
            borderColor: 'divider',
            borderRadius: 3,
            p: { xs: 3, sm: 4 },
            minHeight: 260,
            display: 'flex',
            flexDirection: 'column',
            gap: 2,
          }}
        >
          <Wordmark />
          <Typography variant="h1" sx={{ mt: 1 }}>
            Sign in
          </Typography>
          {props.busy ? (
            <Loading lines={2} />
          ) : (
            <>
              <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                Predictions, confirmations and approvals are written down with your name.
              </Typography>
              {props.error ? <Failure error={props.error} /> : null}
              <Button variant="contained" size="large" onClick={props.signIn} sx={{ mt: 'auto' }}>
                Go on to sign in
              </Button>
            </>
          )}
        </Box>
        <Typography variant="caption" sx={{ color: 'text.secondary', display: 'block', mt: 2, px: 1 }}>
          Environment: {props.environment}. Decision support, not a medical device.
        </Typography>
      </Box>
    </Box>
  );
}
