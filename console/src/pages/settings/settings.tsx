import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { useHealth, useUseCase } from '../../api/queries.ts';
import { measure, plural } from '../../format/number.ts';
import { metricTitle } from '../../format/words.ts';
import { Columns, Page } from '../../layout/page.tsx';
import { Code } from '../../parts/code.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Failure, Loading } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import type { ConsoleConfig } from '../../../../domain/api/console-config.ts';
import { useSession } from '../../session/session.tsx';

type UseCase = ApiAnswer<'getUseCase'>;

/** How the use case is defined, where this runs, and who one is. */
export default function Settings({ config }: { readonly config: ConsoleConfig }) {
  const { data, error, refetch } = useUseCase();
  return (
    <Page
      title="Settings"
      lead="A use case is defined in one file of the repository: changed by review, shown here as it stands."
    >
      <Columns minimum={420}>
        <WhoAmI idleMinutes={config.idleMinutes} />
        <Environment config={config} />
      </Columns>
      {error && !data ? (
        <Failure error={error} retry={refetch} />
      ) : !data ? (
        <Panel>
          <Loading lines={12} height={640} />
        </Panel>
      ) : (
        <Definition useCase={data} />
      )}
    </Page>
  );
}

function WhoAmI(props: { readonly idleMinutes: number }) {
  const { name, role, may } = useSession();
  const can = [
    ['clinician', 'predict, confirm diagnoses, upload tables'],
    ['approver', 'approve, reject, deploy, roll back, start a training'],
    ['admin', 'pause a use case, erase a patient, read the audit trail'],
  ] as const;
  return (
    <Panel title="Who am I">
      <Facts
        facts={[
          ['Name', name],
          ['Role', role],
          [
            'May',
            [
              'see everything that is no patient',
              ...can.flatMap(([scope, what]) => (may(scope) ? [what] : [])),
            ].join('; '),
          ],
          ['Signed out', `after ${plural(props.idleMinutes, 'minute')} without a key or a touch`],
        ]}
      />
    </Panel>
  );
}

function Environment({ config }: { readonly config: ConsoleConfig }) {
  const { data } = useHealth();
  return (
    <Panel title="Environment">
      <Facts
        facts={[
          ['Name', config.environment],
          ['API', <Code key="a">{config.apiUrl || location.origin}</Code>],
          ['Sign-in', <Code key="o">{config.authority}</Code>],
          ['Code version', data ? <Code key="c">{data.codeVersion}</Code> : '…'],
          ['Checks', data ? data.checks.map(({ name, status }) => `${name}: ${status}`).join(', ') : '…'],
        ]}
      />
    </Panel>
  );
}

function Definition({ useCase }: { readonly useCase: UseCase }) {
  const { monitoring, retraining } = useCase;
  return (
    <>
      <Columns minimum={420}>
        <Panel title="Use case">
          <Facts
            facts={[
              ['Name', <Code key="n">{useCase.name}</Code>],
              ['Title', useCase.title],
              ['Owner', `${useCase.owner} (${useCase.costCenter})`],
              ['Data', `${useCase.dataClassification}; ${useCase.attribution}`],
              [
                'Classes',
                `${useCase.target.positive.label} (${useCase.target.positive.value}), ${useCase.target.negative.label} (${useCase.target.negative.value})`,
              ],
              [
                'Kept',
                useCase.retentionDays === null ? 'until erased' : plural(useCase.retentionDays, 'day'),
              ],
              ['Served', useCase.servingKind],
            ]}
          />
        </Panel>
        <Panel title="Model and gate">
          <Facts
            facts={[
              ['Algorithm', useCase.algorithm],
              [
                'Settings',
                Object.entries(useCase.hyperparameters)
                  .map(([name, value]) => `${name} = ${value}`)
                  .join(', '),
              ],
              ...useCase.gate.map(
                (one) =>
                  [
                    metricTitle(one.metric),
                    `${one.atLeast === undefined ? `at most ${one.atMost ?? ''}` : `at least ${one.atLeast}`}${one.because ? `: ${one.because}` : ''}`,
                  ] as const,
              ),
            ]}
          />
        </Panel>
        <Panel title="Monitoring">
          <Facts
            facts={[
              ['Engine', monitoring.engine],
              [
                'Drift',
                `every ${plural(monitoring.dataQualityEveryHours, 'hour')}, from ${plural(monitoring.minimumRows, 'prediction')} on`,
              ],
              [
                'Quality',
                `every ${plural(monitoring.modelQualityEveryHours, 'hour')}; alarm at ${monitoring.accuracyDropPoints} points under the registered accuracy`,
              ],
            ]}
          />
        </Panel>
        <Panel title="Retraining">
          <Facts
            facts={[
              ['Schedule', `every ${plural(retraining.everyDays, 'day')}`],
              ['Cool-down', plural(retraining.cooldownHours, 'hour')],
              ['New rows', `at least ${retraining.minimumNewRows}`],
              [
                'Approval',
                retraining.approval === 'automatic'
                  ? 'by the gate'
                  : `by a person within ${plural(retraining.approvalTimeoutHours, 'hour')}${retraining.twoPersonApproval ? ', not the one who started it' : ''}`,
              ],
            ]}
          />
        </Panel>
      </Columns>
      <Panel
        title="Features"
        hint={`${useCase.features.length}, in the order that POST /predict takes them`}
        flush
      >
        <Box role="group" aria-label="Features" tabIndex={0} sx={{ overflow: 'auto', maxHeight: 480 }}>
          <Table size="small" stickyHeader aria-label="Features">
            <TableHead>
              <TableRow>
                <TableCell sx={{ pl: 2.5 }}>Name</TableCell>
                <TableCell>Unit</TableCell>
                <TableCell>Allowed</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {useCase.features.map((feature) => (
                <TableRow key={feature.name}>
                  <TableCell component="th" scope="row" sx={{ pl: 2.5 }}>
                    <Code>{feature.name}</Code>
                  </TableCell>
                  <TableCell>
                    {feature.kind === 'numeric' && feature.unit !== '1' ? feature.unit : '–'}
                  </TableCell>
                  <TableCell>
                    {feature.kind === 'numeric'
                      ? `${measure(feature.range.min)} to ${measure(feature.range.max)}`
                      : feature.categories.join(', ')}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      </Panel>
    </>
  );
}
