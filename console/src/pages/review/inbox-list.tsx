import Box from '@mui/material/Box';
import { useEffect, useRef } from 'react';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { percent } from '../../format/number.ts';
import { Moment } from '../../parts/moment.tsx';
import { commandOf, type Diagnosis } from './inbox.ts';
import { Kbd } from './kbd.tsx';

export type Listed = ApiAnswer<'listPredictions'>['predictions'][number];
export type Labels = ApiAnswer<'getUseCase'>['target'];

/** The list by mouse or by keys. Single keys act while it has the focus, and nowhere else (WCAG 2.1.4). */
export function InboxList(props: {
  readonly waiting: readonly Listed[];
  readonly current: string | undefined;
  readonly labels: Labels;
  readonly onMove: (by: number) => void;
  readonly onAnswer: (diagnosis: Diagnosis) => void;
}) {
  const { waiting, current } = props;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const selected = list.current?.querySelector('[aria-selected=true]');
    if (list.current?.contains(document.activeElement)) selected?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <>
      <Box sx={{ px: 2.5, pb: 1.5, fontSize: '0.8125rem', color: 'text.secondary' }} id="inbox-keys">
        In the list: <Kbd>↑</Kbd> <Kbd>↓</Kbd> choose, <Kbd>1</Kbd> {props.labels.positive.label},{' '}
        <Kbd>0</Kbd> {props.labels.negative.label}
      </Box>
      <Box
        component="ul"
        ref={list}
        role="listbox"
        aria-label="Waiting predictions"
        aria-describedby="inbox-keys"
        tabIndex={0}
        {...(current ? { 'aria-activedescendant': `prediction-${current}` } : {})}
        onKeyDown={(event: React.KeyboardEvent) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          const command = commandOf(event.key, waiting.length);
          if (!command) return;
          event.preventDefault();
          if (command.kind === 'move') props.onMove(command.by);
          else props.onAnswer(command.diagnosis);
        }}
        sx={{
          m: 0,
          p: 0,
          listStyle: 'none',
          maxHeight: { xs: 300, lg: 560 },
          overflowY: 'auto',
          '&:focus-visible': { outlineOffset: -2 },
        }}
      >
        {waiting.map((one, i) => (
          <Box
            component="li"
            key={one.id}
            id={`prediction-${one.id}`}
            role="option"
            aria-selected={one.id === current}
            onClick={() => props.onMove(i - waiting.findIndex(({ id }) => id === current))}
            sx={{
              display: 'grid',
              gridTemplateColumns: 'minmax(0, 1.2fr) minmax(70px, 1fr) auto',
              alignItems: 'center',
              gap: 2,
              px: 2.5,
              minHeight: 44,
              borderTop: '1px solid',
              borderColor: 'divider',
              fontSize: '0.875rem',
              cursor: 'pointer',
              '&:hover': { bgcolor: 'action.hover' },
              '&[aria-selected="true"]': {
                bgcolor: 'action.selected',
                boxShadow: 'inset 3px 0 0 var(--mui-palette-primary-main)',
              },
            }}
          >
            <span>
              {one.label}, {percent(one.confidence)} sure
            </span>
            <Certainty probability={one.probability} />
            <Box
              component="span"
              sx={{ color: 'text.secondary', fontSize: '0.8125rem', whiteSpace: 'nowrap' }}
            >
              <Moment at={one.createdAt} />
            </Box>
          </Box>
        ))}
      </Box>
    </>
  );
}

/** Where between the two classes it stands; the words beside it say the same. */
const Certainty = ({ probability }: { readonly probability: number }) => (
  <Box aria-hidden sx={{ position: 'relative', height: 4, borderRadius: 2, bgcolor: 'divider' }}>
    <Box
      sx={{
        position: 'absolute',
        left: `calc(${probability * 100}% - 5px)`,
        top: -3,
        width: 10,
        height: 10,
        borderRadius: '50%',
        bgcolor: 'primary.main',
      }}
    />
  </Box>
);
