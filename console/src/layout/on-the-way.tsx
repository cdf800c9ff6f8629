import { useSyncExternalStore } from 'react';
import { connection } from '../api/connection.ts';
import { Empty, Loading } from '../parts/notices.tsx';
import { Panel } from '../parts/panel.tsx';
import { Page } from './page.tsx';

/** In the place of a page whose file has not come yet. */
export function OnTheWay() {
  const state = useSyncExternalStore(connection.subscribe, connection.state);
  if (state === 'online') return <Loading lines={6} height={600} />;
  return (
    <Page title="This page was not opened before">
      <Panel>
        <Empty title="It comes by itself" icon="offline">
          As soon as the platform can be reached again.
        </Empty>
      </Panel>
    </Page>
  );
}
