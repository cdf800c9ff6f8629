import { Component, type ReactNode } from 'react';
import { Empty } from '../parts/notices.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainButton } from '../parts/plain-button.tsx';
import { Page } from './page.tsx';

interface Props {
  /** Another page is shown anew. */
  readonly at: string;
  readonly children: ReactNode;
}
interface State {
  readonly failed: boolean;
}

/**
 * Keeps a page that cannot be shown from taking the rest along: mostly its file is not there any more, because a newer console
 * was published while this one was open.
 */
export class PageBoundary extends Component<Props, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override componentDidUpdate(before: Props): void {
    if (before.at !== this.props.at && this.state.failed) this.setState({ failed: false });
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div role="alert">
        <Page title="This page could not be loaded">
          <Panel>
            <Empty
              title="Its file is not there any more"
              icon="alert"
              action={<PlainButton onClick={() => location.reload()}>Reload</PlainButton>}
            >
              Perhaps a newer console was published meanwhile.
            </Empty>
          </Panel>
        </Page>
      </div>
    );
  }
}
