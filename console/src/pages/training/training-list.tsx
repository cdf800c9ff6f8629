import Box from '@mui/material/Box';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import type { Paged } from '../../api/paged.ts';
import { statusTitle } from '../../format/words.ts';
import { Moment } from '../../parts/moment.tsx';
import { MoreRows } from '../../parts/more-rows.tsx';
import { Panel } from '../../parts/panel.tsx';
import { PickList } from '../../parts/pick-list.tsx';
import { Status } from '../../parts/status.tsx';
import { trainingTone } from './tone.ts';

type Listed = ApiAnswer<'listTrainings'>['trainings'][number];

export function TrainingList(props: {
  readonly list: Paged<Listed>;
  readonly trainings: readonly Listed[];
  readonly chosen: string | undefined;
  readonly onChoose: (name: string) => void;
}) {
  return (
    <Panel title="Trainings" hint="The latest first" flush>
      <PickList
        items={props.trainings.map((one) => ({
          key: one.name,
          content: (
            <>
              <Box sx={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center', gap: 1 }}>
                <strong>{one.version === null ? one.algorithm : `Version ${one.version}`}</strong>
                <Status tone={trainingTone(one.status)}>{statusTitle(one.status)}</Status>
              </Box>
              <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem', mt: 0.5 }}>
                <Moment at={one.startedAt} />
                {one.requestedBy ? ` · ${one.requestedBy}` : ''}
              </Box>
            </>
          ),
        }))}
        chosen={props.chosen}
        onChoose={props.onChoose}
      />
      <MoreRows list={props.list} label="Show older trainings" />
    </Panel>
  );
}
