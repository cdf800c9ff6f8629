import Box from '@mui/material/Box';
import { stateTitle, statusTitle } from '../../format/words.ts';
import { useScheme } from '../../theme/use-scheme.ts';
import { edges, isLit, litNodes, nodes, type MachineNode, type Visit } from './machine.ts';

const cell = { width: 138, height: 84 };
const box = { width: 118, height: 46 };
const width = 9 * cell.width;
const height = 4 * cell.height - (cell.height - box.height) + 8;

const left = (node: MachineNode): number => node.column * cell.width + 4;
const top = (node: MachineNode): number => node.row * cell.height + 4;
const byName = new Map(nodes.map((node) => [node.name, node]));

/**
 * The state machine with the way that was taken lit; a press on a state chooses its last visit. The table below it says the
 * same in words, and chooses by keyboard.
 */
export function MachineDrawing(props: {
  readonly visits: readonly Visit[];
  readonly chosen: Visit | undefined;
  readonly onChoose: (id: number) => void;
}) {
  const { visits, chosen, onChoose } = props;
  const scheme = useScheme();
  const lit = litNodes(visits);
  const passed = nodes.filter(({ name }) => lit.has(name)).map(({ name }) => stateTitle(name));
  return (
    <Box role="group" aria-label="State machine" tabIndex={0} sx={{ overflowX: 'auto', px: 2.5, pb: 2.5 }}>
      <Box
        component="svg"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={passed.length > 0 ? `Passed: ${passed.join(', ')}` : 'Nothing was passed yet'}
        sx={{ display: 'block', width: '100%', minWidth: 960 }}
      >
        {edges.map(([from, to]) => (
          <Arrow
            key={`${from}/${to}`}
            from={byName.get(from)}
            to={byName.get(to)}
            lit={isLit(visits, from, to)}
          />
        ))}
        {nodes.map((node) => {
          const last = lit.get(node.name);
          const state = last?.state ?? 'untouched';
          const tone =
            state === 'untouched'
              ? undefined
              : state === 'failed' || node.kind === 'bad'
                ? scheme.tones.bad
                : state === 'running'
                  ? scheme.tones.info
                  : node.kind === 'quiet'
                    ? scheme.tones.warn
                    : scheme.tones.good;
          const times = last?.times ?? 0;
          return (
            <g
              key={node.name}
              transform={`translate(${left(node)} ${top(node)})`}
              {...(last ? { onClick: () => onChoose(last.id), style: { cursor: 'pointer' } } : {})}
            >
              {chosen?.name === node.name ? <Ring kind={node.kind} /> : null}
              <rect
                width={box.width}
                height={box.height}
                rx={node.kind === 'task' ? 7 : 23}
                fill={tone?.ground ?? scheme.surface}
                stroke={tone?.text ?? scheme.line}
                strokeWidth={state === 'running' ? 2 : 1.25}
                strokeDasharray={state === 'untouched' ? '3 3' : undefined}
              >
                {state === 'running' ? (
                  <animate
                    attributeName="stroke-opacity"
                    values="1;0.25;1"
                    dur="1.6s"
                    repeatCount="indefinite"
                  />
                ) : null}
              </rect>
              <Words
                text={node.kind === 'task' ? stateTitle(node.name) : statusTitle(node.name)}
                color={tone?.text ?? scheme.muted}
              />
              {times > 1 ? (
                <text x={box.width - 6} y={11} textAnchor="end" fontSize={9} fill={tone?.text}>
                  {times}×
                </text>
              ) : null}
            </g>
          );
        })}
      </Box>
    </Box>
  );
}

/** Around the state that is looked into. */
function Ring({ kind }: { readonly kind: MachineNode['kind'] }) {
  const { series } = useScheme();
  return (
    <rect
      x={-3.5}
      y={-3.5}
      width={box.width + 7}
      height={box.height + 7}
      rx={kind === 'task' ? 10 : 26}
      fill="none"
      stroke={series[0]}
      strokeWidth={2}
    />
  );
}

function Arrow(props: {
  readonly from: MachineNode | undefined;
  readonly to: MachineNode | undefined;
  readonly lit: boolean;
}) {
  const scheme = useScheme();
  const { from, to } = props;
  if (!from || !to) return null;
  const color = props.lit ? scheme.tones.good.text : scheme.line;
  const sideways = from.row === to.row;
  const [x1, y1, x2, y2] = sideways
    ? [left(from) + box.width, top(from) + box.height / 2, left(to) - 5, top(to) + box.height / 2]
    : [left(from) + box.width / 2, top(from) + box.height, left(to) + box.width / 2, top(to) - 5];
  const middle = (y1 + y2) / 2;
  return (
    <g stroke={color} strokeWidth={props.lit ? 2 : 1.25} fill="none">
      <path
        d={sideways || x1 === x2 ? `M${x1} ${y1} L${x2} ${y2}` : `M${x1} ${y1} V${middle} H${x2} V${y2}`}
      />
      <path
        d={
          sideways
            ? `M${x2 - 3} ${y2 - 4} L${x2 + 3} ${y2} L${x2 - 3} ${y2 + 4}`
            : `M${x2 - 4} ${y2 - 3} L${x2} ${y2 + 3} L${x2 + 4} ${y2 - 3}`
        }
      />
    </g>
  );
}

/** A title in one line or two. */
function Words({ text, color }: { readonly text: string; readonly color: string }) {
  const words = text.split(' ');
  const half = Math.ceil(text.length / 2);
  let first = '';
  while (words.length > 0 && (first === '' || first.length + (words[0]?.length ?? 0) / 2 < half))
    first = `${first} ${words.shift() ?? ''}`.trim();
  const lines = text.length <= 17 ? [text] : [first, words.join(' ')].filter((line) => line !== '');
  return (
    <text textAnchor="middle" fontSize={12} fontWeight={540} fill={color} fontFamily="inherit">
      {lines.map((line, i) => (
        <tspan key={line} x={box.width / 2} y={box.height / 2 + 4 + (i - (lines.length - 1) / 2) * 14}>
          {line}
        </tspan>
      ))}
    </text>
  );
}
