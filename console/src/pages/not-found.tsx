import { Page } from '../layout/page.tsx';
import { Empty } from '../parts/notices.tsx';
import { Panel } from '../parts/panel.tsx';

export const NotFound = () => (
  <Page title="Nothing is here">
    <Panel>
      <Empty title="This address has no page">It may have been mistyped, or what it named is no more.</Empty>
    </Panel>
  </Page>
);
