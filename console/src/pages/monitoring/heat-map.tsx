import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { plural } from '../../format/number.ts';
import { atMinute } from '../../format/time.ts';
import { featureTitle } from '../../format/words.ts';
import { readableOn } from '../../theme/contrast.ts';
import { useScheme } from '../../theme/use-scheme.ts';
import { heatLevel, hottestFirst, legend } from './heat.ts';

type Timeline = ApiAnswer<'getDriftTimeline'>;
const atFirst = 12;

/** Drift of each feature in each window: the darker, the further from what the model was made for. A column chooses a window. */
export function HeatMap(props: {
  readonly timeline: Timeline;
  readonly chosen: string | undefined;
  readonly onChoose: (windowId: string) => void;
}) {
  const { timeline, chosen } = props;
  const scheme = useScheme();
  const [all, setAll] = useState(false);
  const sorted = hottestFirst(timeline.features);
  const shown = all ? sorted : sorted.slice(0, atFirst);
  return (
    <Box>
      <Box
        role="group"
        aria-label="Drift by feature and window"
        tabIndex={0}
        sx={{ overflowX: 'auto', px: 2.5 }}
      >
        <Box
          component="table"
          sx={{
            borderCollapse: 'separate',
            borderSpacing: 3,
            fontSize: '0.75rem',
            width: '100%',
            '& th': { fontWeight: 500, textAlign: 'left', whiteSpace: 'nowrap', p: 0 },
          }}
        >
          <thead>
            <tr>
              <Box component="th" scope="col" sx={{ color: 'text.secondary', width: 170, minWidth: 130 }}>
                Feature
              </Box>
              {timeline.windows.map((window) => (
                <th key={window.windowId} scope="col">
                  <Box
                    component="button"
                    type="button"
                    aria-pressed={window.windowId === chosen}
                    aria-label={`Window of ${atMinute(window.to)}: ${plural(window.rows, 'prediction')}, version ${window.modelVersion}, ${window.event ? 'drift confirmed' : window.drifted ? 'drift suspected' : 'no drift'}`}
                    title={`${atMinute(window.from)} to ${atMinute(window.to)}, version ${window.modelVersion}`}
                    onClick={() => props.onChoose(window.windowId)}
                    sx={{
                      width: '100%',
                      minWidth: 34,
                      minHeight: 26,
                      font: 'inherit',
                      fontWeight: 600,
                      cursor: 'pointer',
                      borderRadius: 1,
                      border: '1px solid',
                      borderColor: window.windowId === chosen ? 'primary.main' : 'divider',
                      color: window.event ? 'error.main' : window.drifted ? 'warning.main' : 'text.secondary',
                      bgcolor: window.windowId === chosen ? 'action.selected' : 'background.paper',
                    }}
                  >
                    {window.event ? '!!' : window.drifted ? '!' : '·'}
                  </Box>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((feature) => (
              <tr key={feature.name}>
                <th scope="row">{featureTitle(feature.name)}</th>
                {timeline.windows.map((window, i) => {
                  const psi = feature.psi[i];
                  const color = typeof psi === 'number' ? scheme.heat[heatLevel(psi)] : undefined;
                  return (
                    <Box
                      component="td"
                      key={window.windowId}
                      sx={{
                        background: color ?? 'transparent',
                        color: color ? readableOn(color) : 'text.secondary',
                        textAlign: 'center',
                        height: 26,
                        borderRadius: 0.75,
                        p: 0,
                        ...(feature.flagged[i]
                          ? { fontWeight: 700, outline: '1.5px solid', outlineColor: scheme.ink }
                          : {}),
                      }}
                    >
                      {typeof psi === 'number' ? psi.toFixed(2) : '–'}
                    </Box>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </Box>
      </Box>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          gap: 1.5,
          px: 2.5,
          py: 1.5,
          fontSize: '0.75rem',
          color: 'text.secondary',
        }}
      >
        <span>PSI</span>
        {legend.map(([level, text]) => (
          <Box component="span" key={level} sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5 }}>
            <Box
              component="span"
              sx={{ width: 14, height: 14, borderRadius: 0.5, background: scheme.heat[level] }}
            />
            {text}
          </Box>
        ))}
        <span>framed: flagged · ! suspected · !! confirmed</span>
        {sorted.length > atFirst ? (
          <Button size="small" color="inherit" onClick={() => setAll(!all)} sx={{ ml: 'auto' }}>
            {all ? 'Those that drift most' : `All ${sorted.length} features`}
          </Button>
        ) : null}
      </Box>
    </Box>
  );
}
