import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Box from '@mui/material/Box';
import { metric, plural } from '../../format/number.ts';
import { metricTitle } from '../../format/words.ts';
import { Empty, Loading } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import type { StatusData } from './tiles.tsx';

const shown = ['accuracy', 'recall', 'precision', 'rocAuc'] as const;

/** What was promised with the version, and what confirmed diagnoses say. */
export function Quality({ status }: { readonly status: StatusData | undefined }) {
  const quality = status?.quality?.modelVersion === status?.live?.version ? status?.quality : null;
  return (
    <Panel
      title="Quality of the version in service"
      hint={
        quality
          ? `Measured on ${plural(quality.labels, 'confirmed diagnosis')}`
          : 'On held-out rows; confirmed diagnoses will be measured against it'
      }
      flush
    >
      {!status ? (
        <Box sx={{ px: 2.5, pb: 2.5 }}>
          <Loading lines={5} height={180} />
        </Box>
      ) : !status.live ? (
        <Empty title="Nothing is in service">A first version is trained on the Training page.</Empty>
      ) : (
        <Table size="small" aria-label="Quality of the version in service">
          <TableHead>
            <TableRow>
              <TableCell sx={{ pl: 2.5 }}>Metric</TableCell>
              <TableCell align="right">Registered</TableCell>
              <TableCell align="right" sx={{ pr: 2.5 }}>
                In use
              </TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {shown.map((name) => (
              <TableRow key={name}>
                <TableCell component="th" scope="row" sx={{ pl: 2.5 }}>
                  {metricTitle(name)}
                </TableCell>
                <TableCell align="right">{metric(status.live?.metrics[name])}</TableCell>
                <TableCell align="right" sx={{ pr: 2.5 }}>
                  {metric(quality?.metrics[name])}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Panel>
  );
}
