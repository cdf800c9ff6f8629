import { useSyncExternalStore } from 'react';
import { connection } from '../api/connection.ts';
import { Empty, Loading } from '../parts/notices.tsx';

/** In the place of a page whose file has not come yet. */
export function OnTheWay() {
  const state = useSyncExternalStore(connection.subscribe, connection.state);
  if (state === 'online') return <Loading lines={6} height={600} />;
  return (
    <Empty title="This page was not opened before" icon="offline">
      It comes by itself when the platform can be reached again.
    </Empty>
  );
}
