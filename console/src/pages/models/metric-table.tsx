import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { lowerIsBetter } from '../../../../domain/model/metrics.ts';
import { metricNames } from '../../../../domain/usecase/schema.ts';
import { metric, signed } from '../../format/number.ts';
import { metricTitle } from '../../format/words.ts';
import { verdict } from './verdict.ts';

interface Column {
  readonly title: string;
  readonly metrics: Readonly<Record<string, number>>;
}

/** Metrics of one version, or of two with what changed between them. */
export function MetricTable({ columns }: { readonly columns: readonly Column[] }) {
  const [left, right] = columns;
  const names = metricNames.filter((name) => columns.some(({ metrics }) => metrics[name] !== undefined));
  return (
    <Box role="group" aria-label="Metrics" tabIndex={0} sx={{ overflowX: 'auto' }}>
      <Table size="small" aria-label="Metrics">
        <TableHead>
          <TableRow>
            <TableCell sx={{ pl: 2.5 }}>Metric</TableCell>
            {columns.map(({ title }) => (
              <TableCell key={title} align="right">
                {title}
              </TableCell>
            ))}
            {right ? (
              <TableCell align="right" sx={{ pr: 2.5 }}>
                Change
              </TableCell>
            ) : null}
          </TableRow>
        </TableHead>
        <TableBody>
          {names.map((name) => {
            const from = left?.metrics[name];
            const to = right?.metrics[name];
            const change = from !== undefined && to !== undefined ? to - from : undefined;
            const said = change === undefined ? 'same' : verdict(change, lowerIsBetter.has(name));
            return (
              <TableRow key={name}>
                <TableCell component="th" scope="row" sx={{ pl: 2.5 }}>
                  {metricTitle(name)}
                  {lowerIsBetter.has(name) ? (
                    <Box component="span" sx={{ color: 'text.secondary' }}>
                      {' '}
                      (less is better)
                    </Box>
                  ) : null}
                </TableCell>
                {columns.map((column) => (
                  <TableCell key={column.title} align="right">
                    {metric(column.metrics[name])}
                  </TableCell>
                ))}
                {right ? (
                  <TableCell
                    align="right"
                    sx={{
                      pr: 2.5,
                      whiteSpace: 'nowrap',
                      color: { better: 'success.main', worse: 'error.main', same: 'text.secondary' }[said],
                    }}
                  >
                    {change === undefined ? '–' : `${signed(change)}${said === 'same' ? '' : ` ${said}`}`}
                  </TableCell>
                ) : null}
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </Box>
  );
}
