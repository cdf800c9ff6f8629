import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useEffect, type ReactNode } from 'react';

/** A page with its title; the document is called the same. */
export function Page(props: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const { title } = props;
  useEffect(() => {
    document.title = `${title} · modelkeep`;
  }, [title]);
  return (
    <>
      <Box
        sx={{
          display: 'flex',
          alignItems: 'flex-start',
          justifyContent: 'space-between',
          flexWrap: 'wrap',
          gap: 2,
          mb: 3,
        }}
      >
        <Box sx={{ minWidth: 0, maxWidth: 760 }}>
          <Typography variant="h1">{title}</Typography>
          {props.lead ? (
            <Typography variant="body2" sx={{ color: 'text.secondary', mt: 0.5 }}>
              {props.lead}
            </Typography>
          ) : null}
        </Box>
        {props.actions ? <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>{props.actions}</Box> : null}
      </Box>
      <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>{props.children}</Box>
    </>
  );
}

/** Parts of a page beside each other where there is room: as many columns as fit, none narrower than `minimum` pixels. */
export const Columns = (props: { readonly minimum: number; readonly children: ReactNode }) => (
  <Box
    sx={{
      display: 'grid',
      gap: 2.5,
      gridTemplateColumns: `repeat(auto-fit, minmax(min(100%, ${props.minimum}px), 1fr))`,
      '& > *': { minWidth: 0 },
    }}
  >
    {props.children}
  </Box>
);

/** A list and what is chosen in it, beside each other where there is room. */
export const ListAndDetail = (props: {
  /** Track of the list: `340px` unless given. */
  readonly list?: string;
  readonly children: readonly [ReactNode, ReactNode];
}) => (
  <Box
    sx={{
      display: 'grid',
      gap: 2.5,
      alignItems: 'start',
      gridTemplateColumns: {
        xs: 'minmax(0, 1fr)',
        lg: `${props.list ?? '340px'} minmax(0, 1fr)`,
      },
    }}
  >
    {props.children}
  </Box>
);
