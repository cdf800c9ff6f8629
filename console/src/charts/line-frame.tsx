import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { CartesianGrid, LineChart, ResponsiveContainer } from 'recharts';
import { useScheme } from '../theme/use-scheme.ts';

/** Where lines are drawn. @param label says in words what they say: the drawing is one image to who cannot see it. */
export function LineFrame(props: {
  readonly label: string;
  readonly points: readonly object[];
  readonly children: ReactNode;
}) {
  const scheme = useScheme();
  return (
    <Box role="img" aria-label={props.label} sx={{ height: 280 }}>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart
          data={props.points}
          margin={{ top: 8, right: 12, bottom: 4, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid stroke={scheme.line} vertical={false} />
          {props.children}
        </LineChart>
      </ResponsiveContainer>
    </Box>
  );
}
