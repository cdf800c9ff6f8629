import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { useModels } from '../../api/paged.ts';
import { metric } from '../../format/number.ts';
import { reasonTitle, statusTitle } from '../../format/words.ts';
import { Page } from '../../layout/page.tsx';
import { useUseCaseName } from '../../layout/use-case.tsx';
import { Empty, Failure, Loading } from '../../parts/notices.tsx';
import { Moment } from '../../parts/moment.tsx';
import { MoreRows } from '../../parts/more-rows.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Status } from '../../parts/status.tsx';
import { TextLink } from '../../parts/text-link.tsx';
import { toneOf } from '../../parts/tones.ts';

type Version = ApiAnswer<'listModels'>['models'][number];

/** All versions of the use case, the newest first. */
export default function Models() {
  const useCase = useUseCaseName();
  const navigate = useNavigate();
  const list = useModels();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [left, right] = [...chosen].sort((a, b) => a - b);
  const toggle = (version: number): void =>
    setChosen((before) =>
      before.includes(version) ? before.filter((one) => one !== version) : [...before.slice(-1), version],
    );
  return (
    <Page
      title="Models"
      lead="Every version with what made it. Choose two to see them side by side."
      actions={
        <Button
          variant="contained"
          disabled={left === undefined || right === undefined}
          onClick={() => void navigate(`/${useCase}/models/compare?left=${left}&right=${right}`)}
        >
          Compare
        </Button>
      }
    >
      <Panel title="Versions" flush>
        {list.error && !list.items ? (
          <Box sx={{ px: 2.5, pb: 2.5 }}>
            <Failure error={list.error} retry={list.refetch} />
          </Box>
        ) : !list.items ? (
          <Box sx={{ px: 2.5, pb: 2.5 }}>
            <Loading lines={8} height={320} />
          </Box>
        ) : list.items.length === 0 ? (
          <Empty title="No version yet" icon="models">
            Start a first training on the Training page.
          </Empty>
        ) : (
          <Box role="group" aria-label="Versions" tabIndex={0} sx={{ overflowX: 'auto' }}>
            <Table aria-label="Versions">
              <TableHead>
                <TableRow>
                  <TableCell sx={{ pl: 2.5, width: 24 }}>
                    <Box component="span" sx={{ fontSize: 0 }}>
                      Compare
                    </Box>
                  </TableCell>
                  <TableCell>Version</TableCell>
                  <TableCell>Status</TableCell>
                  <TableCell>Why it was made</TableCell>
                  <TableCell align="right">Accuracy</TableCell>
                  <TableCell align="right">ROC-AUC</TableCell>
                  <TableCell>Decided by</TableCell>
                  <TableCell sx={{ pr: 2.5 }}>Made</TableCell>
                </TableRow>
              </TableHead>
              <TableBody>
                {list.items.map((model) => (
                  <Row
                    key={model.version}
                    model={model}
                    useCase={useCase}
                    chosen={chosen.includes(model.version)}
                    onToggle={() => toggle(model.version)}
                  />
                ))}
              </TableBody>
            </Table>
            <MoreRows list={list} label="Show older versions" />
          </Box>
        )}
      </Panel>
    </Page>
  );
}

function Row(props: {
  readonly model: Version;
  readonly useCase: string;
  readonly chosen: boolean;
  readonly onToggle: () => void;
}) {
  const { model } = props;
  return (
    <TableRow selected={props.chosen} hover>
      <TableCell sx={{ pl: 2.5 }}>
        <Box
          component="input"
          type="checkbox"
          aria-label={`Compare version ${model.version}`}
          checked={props.chosen}
          onChange={props.onToggle}
          sx={{
            width: 18,
            height: 18,
            m: 0,
            display: 'block',
            accentColor: 'var(--mui-palette-primary-main)',
          }}
        />
      </TableCell>
      <TableCell component="th" scope="row" sx={{ whiteSpace: 'nowrap' }}>
        <TextLink to={`/${props.useCase}/models/${model.version}`}>Version {model.version}</TextLink>
      </TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>
        <Status tone={toneOf(model.status)}>{statusTitle(model.status)}</Status>
      </TableCell>
      <TableCell sx={{ minWidth: 180 }}>{reasonTitle(model.trigger.reason)}</TableCell>
      <TableCell align="right">{metric(model.metrics['accuracy'])}</TableCell>
      <TableCell align="right">{metric(model.metrics['rocAuc'])}</TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>{model.approval?.by ?? '–'}</TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap', pr: 2.5 }}>
        <Moment at={model.createdAt} />
      </TableCell>
    </TableRow>
  );
}
