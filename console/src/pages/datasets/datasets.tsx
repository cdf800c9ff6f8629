import { useSearchParams } from 'react-router';
import { useDatasets } from '../../api/queries.ts';
import { ListAndDetail, Page } from '../../layout/page.tsx';
import { Empty, Failure, Loading } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useSession } from '../../session/session.tsx';
import { DatasetDetail } from './dataset-detail.tsx';
import { DatasetList } from './dataset-list.tsx';
import { UploadDataset } from './upload-dataset.tsx';

/** Tables to learn from: taken in after a check of every cell. */
export default function Datasets() {
  const { may } = useSession();
  const { data, error, refetch } = useDatasets();
  const [search, setSearch] = useSearchParams();
  const datasets = [...(data?.datasets ?? [])].sort((a, b) => b.ingestedAt.localeCompare(a.ingestedAt));
  const chosen = search.get('dataset') ?? datasets[0]?.datasetId;
  const choose = (dataset: string): void => setSearch({ dataset }, { replace: true });
  return (
    <Page
      title="Datasets"
      lead="New tables to learn from. Every cell is checked; a row that is wrong is set aside and reported, without its values."
    >
      {may('clinician') ? <UploadDataset onDone={choose} /> : null}
      {error && !data ? (
        <Failure error={error} retry={refetch} />
      ) : !data ? (
        <Panel>
          <Loading lines={8} height={360} />
        </Panel>
      ) : datasets.length === 0 || chosen === undefined ? (
        <Panel>
          <Empty title="No dataset yet" icon="datasets">
            The model learns from the table of its use case and from confirmed diagnoses. A table that is
            uploaded here joins them.
          </Empty>
        </Panel>
      ) : (
        <ListAndDetail>
          <DatasetList datasets={datasets} chosen={chosen} onChoose={choose} />
          <DatasetDetail key={chosen} datasetId={chosen} />
        </ListAndDetail>
      )}
    </Page>
  );
}
