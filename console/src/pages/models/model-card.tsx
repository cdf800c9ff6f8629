import Box from '@mui/material/Box';
import { useModelCard } from '../../api/queries.ts';
import { Failure, Loading } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { blocksOf, type Block } from './markdown.ts';

/** The model card, as it goes with the model's file. */
export function ModelCard({ version }: { readonly version: string }) {
  const { data, error, refetch } = useModelCard(version);
  return (
    <Panel title="Model card">
      {error && !data ? (
        <Failure error={error} retry={refetch} />
      ) : !data ? (
        <Loading lines={8} height={300} />
      ) : (
        <Box sx={{ fontSize: '0.875rem', maxWidth: 820, '& > :first-of-type': { mt: 0 } }}>
          {blocksOf(data.markdown).map((block, i) => (
            <Shown key={i} block={block} />
          ))}
        </Box>
      )}
    </Panel>
  );
}

function Shown({ block }: { readonly block: Block }) {
  if (block.kind === 'heading')
    return (
      <Box
        component={block.level === 1 ? 'h3' : 'h4'}
        sx={{ fontSize: '0.9375rem', fontWeight: 600, mt: 2.5, mb: 0.75 }}
      >
        {block.text}
      </Box>
    );
  if (block.kind === 'paragraph')
    return (
      <Box component="p" sx={{ my: 0.75 }}>
        {block.text}
      </Box>
    );
  if (block.kind === 'list')
    return (
      <Box component="ul" sx={{ pl: 2.5, my: 0.75, overflowWrap: 'anywhere' }}>
        {block.items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </Box>
    );
  const [head = [], ...rows] = block.rows;
  return (
    <Box role="group" aria-label="Table of the model card" tabIndex={0} sx={{ overflowX: 'auto' }}>
      <Box
        component="table"
        sx={{
          borderCollapse: 'collapse',
          '& td, & th': { textAlign: 'left', py: 0.5, pr: 3, whiteSpace: 'nowrap' },
          '& th': { color: 'text.secondary', fontWeight: 540 },
        }}
      >
        <thead>
          <tr>
            {head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, k) => (
                <td key={k}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}
