import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { expectationOf } from '../../../domain/dataset/cell.ts';
import { quarantineWords } from '../../../domain/dataset/quarantine-words.ts';
import { useUseCase } from '../api/queries.ts';

const shown = 100;
const words = new Map<string, string>(Object.entries(quarantineWords));

/** Bad cells by row, column and reason, and what would have been right; never their values. */
export function ProblemTable(props: {
  readonly problems: readonly { readonly row: number; readonly column: string; readonly reason: string }[];
}) {
  const { data } = useUseCase();
  const expected = new Map(data?.features.map((feature) => [feature.name, expectationOf(feature)]));
  return (
    <Box
      role="group"
      aria-label="What is wrong"
      tabIndex={0}
      sx={{
        maxHeight: 260,
        overflow: 'auto',
        border: '1px solid',
        borderColor: 'divider',
        borderRadius: 1.5,
      }}
    >
      <Table size="small" stickyHeader>
        <TableHead>
          <TableRow>
            <TableCell>Row</TableCell>
            <TableCell>Column</TableCell>
            <TableCell>What is wrong</TableCell>
            <TableCell>Expected</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {props.problems.slice(0, shown).map((problem, i) => (
            <TableRow key={`${problem.row}-${problem.column}-${i}`}>
              <TableCell>{problem.row}</TableCell>
              <TableCell>{problem.column}</TableCell>
              <TableCell>{words.get(problem.reason) ?? problem.reason}</TableCell>
              <TableCell sx={{ color: 'text.secondary' }}>{expected.get(problem.column) ?? '–'}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
