import Box from '@mui/material/Box';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { count } from '../../format/number.ts';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { PickList } from '../../parts/pick-list.tsx';
import { Status } from '../../parts/status.tsx';

type Dataset = ApiAnswer<'listDatasets'>['datasets'][number];

export function DatasetList(props: {
  readonly datasets: readonly Dataset[];
  readonly chosen: string;
  readonly onChoose: (datasetId: string) => void;
}) {
  return (
    <Panel title="Datasets" hint="The latest first" flush>
      <PickList
        items={props.datasets.map((one) => ({
          key: one.datasetId,
          content: (
            <>
              <Box sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{one.datasetId}</Box>
              <Box
                sx={{
                  display: 'flex',
                  justifyContent: 'space-between',
                  alignItems: 'center',
                  gap: 1,
                  mt: 0.5,
                }}
              >
                <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>
                  {count(one.rows.accepted)} of {count(one.rows.read)} rows · <Moment at={one.ingestedAt} />
                </Box>
                <Status tone={one.status === 'Rejected' ? 'bad' : one.rows.quarantined > 0 ? 'warn' : 'good'}>
                  {one.status === 'Rejected' ? 'Not taken' : 'Taken in'}
                </Status>
              </Box>
            </>
          ),
        }))}
        chosen={props.chosen}
        onChoose={props.onChoose}
      />
    </Panel>
  );
}
