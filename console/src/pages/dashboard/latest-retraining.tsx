import Typography from '@mui/material/Typography';
import { TextLink } from '../../parts/text-link.tsx';
import { statusTitle } from '../../format/words.ts';
import { Empty, Loading } from '../../parts/notices.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useUseCaseName } from '../../layout/use-case.tsx';
import { why } from '../retraining/why.ts';
import type { StatusData } from './tiles.tsx';

/** Why it was retrained last, and how that ended. */
export function LatestRetraining({ status }: { readonly status: StatusData | undefined }) {
  const useCase = useUseCaseName();
  const last = status?.lastExecution;
  return (
    <Panel
      title="Latest retraining"
      action={last ? <TextLink to={`/${useCase}/retraining/${last.name}`}>All its states</TextLink> : null}
    >
      {!status ? (
        <Loading lines={5} height={180} />
      ) : !last ? (
        <Empty title="Nothing has been retrained yet">
          Drift, a loss of quality, a new dataset, a schedule or a person starts one.
        </Empty>
      ) : (
        <>
          <Typography variant="body2" sx={{ mb: 1.75 }}>
            {why(last.trigger)}
          </Typography>
          <Facts
            facts={[
              ['Outcome', statusTitle(last.outcome ?? last.status)],
              ['Started', <Moment key="at" at={last.startedAt} />],
              [
                'Version',
                last.version === null ? (
                  'none'
                ) : (
                  <TextLink key="v" to={`/${useCase}/models/${last.version}`}>
                    Version {last.version}
                  </TextLink>
                ),
              ],
              ...(last.reasons.length > 0 ? [['Reasons', last.reasons.join('; ')] as const] : []),
            ]}
          />
        </>
      )}
    </Panel>
  );
}
