import { useLocation, useNavigate } from 'react-router';
import { useUseCase } from '../../api/queries.ts';
import { Page } from '../../layout/page.tsx';
import { Failure, Loading } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { TabPanel, TabStrip } from '../../parts/tab-strip.tsx';
import { BatchTab } from './batch-tab.tsx';
import { OnePatient } from './one-patient.tsx';

const tabs = [
  ['one', 'One patient'],
  ['table', 'A whole table'],
] as const;
type Tab = (typeof tabs)[number][0];

/** Asks the version in service: about one patient, or about a table. */
export default function Predict() {
  const useCase = useUseCase();
  const { hash } = useLocation();
  const navigate = useNavigate();
  const tab: Tab = hash === '#table' ? 'table' : 'one';
  return (
    <Page title="Predict" lead={useCase.data?.title ?? ' '}>
      <TabStrip
        label="What is predicted"
        tabs={tabs}
        value={tab}
        onChange={(name) => void navigate({ hash: name === 'table' ? 'table' : '' }, { replace: true })}
      />
      <TabPanel name={tab}>
        {useCase.error && !useCase.data ? (
          <Failure error={useCase.error} retry={useCase.refetch} />
        ) : !useCase.data ? (
          <Panel>
            <Loading lines={10} height={640} />
          </Panel>
        ) : tab === 'one' ? (
          <OnePatient useCase={useCase.data} />
        ) : (
          <BatchTab />
        )}
      </TabPanel>
    </Page>
  );
}
