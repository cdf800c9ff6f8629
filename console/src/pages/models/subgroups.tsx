import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { count, metric } from '../../format/number.ts';
import { featureTitle, metricTitle } from '../../format/words.ts';
import { Empty } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';

interface Subgroup {
  readonly column: string;
  readonly groups: readonly {
    readonly group: string;
    readonly rows: number;
    readonly metrics: Readonly<Record<string, number>>;
  }[];
}

const shown = ['accuracy', 'recall', 'specificity', 'rocAuc'] as const;

/** How it does in each group: the same promise to everybody. */
export function Subgroups({ subgroups }: { readonly subgroups: readonly Subgroup[] }) {
  return (
    <Panel title="Fairness by subgroup" hint="On held-out rows; groups of few rows say little" flush>
      {subgroups.length === 0 ? (
        <Empty title="No subgroups are named">
          This use case names no column whose groups are looked at (subgroupColumns in its definition).
        </Empty>
      ) : (
        <Box role="group" aria-label="Subgroups" tabIndex={0} sx={{ overflow: 'auto', maxHeight: 420 }}>
          <Table size="small" stickyHeader aria-label="Subgroups">
            <TableHead>
              <TableRow>
                <TableCell sx={{ pl: 2.5 }}>Group</TableCell>
                <TableCell align="right">Rows</TableCell>
                {shown.map((name) => (
                  <TableCell key={name} align="right">
                    {metricTitle(name)}
                  </TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {subgroups.flatMap(({ column, groups }) =>
                groups.map(({ group, rows, metrics }) => (
                  <TableRow key={`${column}/${group}`}>
                    <TableCell component="th" scope="row" sx={{ pl: 2.5 }}>
                      {featureTitle(column)}: {group}
                    </TableCell>
                    <TableCell align="right">{count(rows)}</TableCell>
                    {shown.map((name) => (
                      <TableCell key={name} align="right">
                        {metric(metrics[name])}
                      </TableCell>
                    ))}
                  </TableRow>
                )),
              )}
            </TableBody>
          </Table>
        </Box>
      )}
    </Panel>
  );
}
