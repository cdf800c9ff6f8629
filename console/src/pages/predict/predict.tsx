import { Suspense } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useUseCase } from '../../api/queries.ts';
import { Page } from '../../layout/page.tsx';
import { lazyPart } from '../../parts/lazy-part.ts';
import { Failure, Loading } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { TabPanel, TabStrip } from '../../parts/tab-strip.tsx';
import { BatchTab } from './batch-tab.tsx';
import { OnePatient } from './one-patient.tsx';

/** With what only photographs need. */
const OnePhotograph = lazyPart(() => import('./one-photograph.tsx'));

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
  const { data, error, refetch } = useCase;
  const lead = data?.title ?? ' ';
  if (data?.images)
    return (
      <Page title="Predict" lead={lead}>
        <Suspense fallback={<Waiting />}>
          <OnePhotograph useCase={data} />
        </Suspense>
      </Page>
    );
  return (
    <Page title="Predict" lead={lead}>
      <TabStrip
        label="What is predicted"
        tabs={tabs}
        value={tab}
        onChange={(name) => void navigate({ hash: name === 'table' ? 'table' : '' }, { replace: true })}
      />
      <TabPanel name={tab}>
        {error && !data ? (
          <Failure error={error} retry={refetch} />
        ) : !data ? (
          <Waiting />
        ) : tab === 'one' ? (
          <OnePatient useCase={data} />
        ) : (
          <BatchTab />
        )}
      </TabPanel>
    </Page>
  );
}

const Waiting = () => (
  <Panel>
    <Loading lines={10} height={640} />
  </Panel>
);
