import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';

const shown = 100;

/** Bad cells by row, column and reason; never their values. */
export function ProblemTable(props: {
  readonly problems: readonly { readonly row: number; readonly column: string; readonly reason: string }[];
}) {
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
          </TableRow>
        </TableHead>
        <TableBody>
          {props.problems.slice(0, shown).map((problem, i) => (
            <TableRow key={`${problem.row}-${problem.column}-${i}`}>
              <TableCell>{problem.row}</TableCell>
              <TableCell>{problem.column}</TableCell>
              <TableCell>{problem.reason}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
