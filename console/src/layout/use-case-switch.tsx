import Box from '@mui/material/Box';
import { useLocation, useNavigate } from 'react-router';
import { useUseCases } from '../api/queries.ts';
import { useUseCaseName } from './use-case.tsx';

/** The same page of another use case. */
export function UseCaseSwitch() {
  const current = useUseCaseName();
  const { data } = useUseCases();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const page = pathname.split('/')[2] ?? 'dashboard';
  return (
    <Box
      component="label"
      sx={{ display: 'block', fontSize: '0.75rem', fontWeight: 560, color: 'text.secondary', px: 1.25 }}
    >
      Use case
      <Box
        component="select"
        value={current}
        onChange={(event: React.ChangeEvent<HTMLSelectElement>) =>
          void navigate(`/${event.target.value}/${page}`)
        }
        sx={{
          display: 'block',
          width: '100%',
          mt: 0.5,
          height: 36,
          px: 1,
          font: 'inherit',
          fontSize: '0.875rem',
          color: 'text.primary',
          bgcolor: 'background.default',
          border: '1px solid',
          borderColor: 'divider',
          borderRadius: 1.5,
          textOverflow: 'ellipsis',
        }}
      >
        {(data?.useCases ?? [{ name: current, title: current }]).map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </Box>
    </Box>
  );
}
