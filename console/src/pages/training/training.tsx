import { useSearchParams } from 'react-router';
import { useTrainings } from '../../api/paged.ts';
import { useTraining } from '../../api/queries.ts';
import { ListAndDetail, Page } from '../../layout/page.tsx';
import { Empty, Failure, Loading } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RetrainButton } from './retrain-button.tsx';
import { TrainingDetail } from './training-detail.tsx';
import { TrainingList } from './training-list.tsx';

/** Trainings with what they did, live while they run. */
export default function Training() {
  const [search, setSearch] = useSearchParams();
  const list = useTrainings();
  const trainings = list.items ?? [];
  const chosen = search.get('training') ?? trainings[0]?.name;
  const detail = useTraining(chosen);
  return (
    <Page
      title="Training"
      lead="Each step as it happens, then how good the result is on rows that it has not seen."
      actions={<RetrainButton />}
    >
      {list.error && !list.items ? (
        <Failure error={list.error} retry={list.refetch} />
      ) : !list.items ? (
        <Panel>
          <Loading lines={10} height={520} />
        </Panel>
      ) : trainings.length === 0 && chosen === undefined ? (
        <Panel>
          <Empty title="No training yet" icon="training">
            The first version is trained on the table that the use case names. Somebody with the role of an
            approver starts it.
          </Empty>
        </Panel>
      ) : (
        <ListAndDetail>
          <TrainingList
            list={list}
            trainings={trainings}
            chosen={chosen}
            onChoose={(name) => setSearch({ training: name }, { replace: true })}
          />
          {detail.error && !detail.data ? (
            <Failure error={detail.error} retry={detail.refetch} />
          ) : !detail.data ? (
            <Panel>
              <Loading lines={10} height={520} />
            </Panel>
          ) : (
            <TrainingDetail training={detail.data} />
          )}
        </ListAndDetail>
      )}
    </Page>
  );
}
