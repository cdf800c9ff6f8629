import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useMutation } from '@tanstack/react-query';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { apiUrl, client } from '../../api/client.ts';
import { count, measure, plural } from '../../format/number.ts';
import { featureTitle, statusTitle } from '../../format/words.ts';
import { useUseCaseName } from '../../layout/use-case.tsx';
import { Icon } from '../../parts/icons.tsx';
import { Failure, Notice } from '../../parts/notices.tsx';
import { Moment } from '../../parts/moment.tsx';
import { ProblemTable } from '../../parts/problem-table.tsx';
import { Status } from '../../parts/status.tsx';
import { toneOf } from '../../parts/tones.ts';

type Job = ApiAnswer<'getInferenceJob'>;

/** One batch prediction: what it read, what it refused and why, how far it drifted, and its results. */
export function JobCard({ job }: { readonly job: Job }) {
  const useCase = useUseCaseName();
  const download = useMutation({
    mutationFn: () => client.downloadInferenceResults({ params: { jobId: job.jobId }, query: { useCase } }),
    onSuccess: ({ url, fileName }) => {
      const link = document.createElement('a');
      link.href = url.startsWith('/') ? apiUrl(url) : url;
      link.download = fileName;
      link.click();
    },
  });
  const { rows } = job;
  return (
    <Box
      component="article"
      aria-label={job.fileName}
      sx={{ px: 2.5, py: 2, borderTop: '1px solid', borderColor: 'divider' }}
    >
      <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 2, flexWrap: 'wrap' }}>
        <Box sx={{ minWidth: 0 }}>
          <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, flexWrap: 'wrap' }}>
            <Typography variant="h3" sx={{ overflowWrap: 'anywhere' }}>
              {job.fileName}
            </Typography>
            <Status tone={toneOf(job.status)}>{statusTitle(job.status)}</Status>
          </Box>
          <Typography variant="body2" sx={{ color: 'text.secondary', mt: 0.5 }}>
            {count(rows.predicted)} of {plural(rows.read, 'row')} predicted, {count(job.positives)} positive
            {job.modelVersion === null ? '' : ` · version ${job.modelVersion}`} · {job.createdBy} ·{' '}
            <Moment at={job.createdAt} />
          </Typography>
        </Box>
        {job.status === 'Succeeded' && rows.predicted > 0 ? (
          <Button
            variant="outlined"
            size="small"
            startIcon={<Icon name="download" />}
            disabled={download.isPending}
            onClick={() => download.mutate()}
            sx={{ alignSelf: 'flex-start' }}
          >
            Download results
          </Button>
        ) : null}
      </Box>
      <Box sx={{ display: 'grid', gap: 1.5, mt: job.failure || job.drift || rows.refused > 0 ? 1.5 : 0 }}>
        {job.failure ? <Notice tone="bad">{job.failure}</Notice> : null}
        {download.error ? <Failure error={download.error} /> : null}
        {job.drift ? (
          <Notice tone={job.drift.drifted ? 'warn' : 'good'}>
            {job.drift.drifted
              ? `This table is unlike what the version was made for: ${job.drift.features.map(featureTitle).join(', ')} (PSI at most ${measure(job.drift.psiMax)}).`
              : `This table is like what the version was made for (PSI at most ${measure(job.drift.psiMax)}).`}
          </Notice>
        ) : null}
        {rows.refused > 0 ? (
          <>
            <Notice tone="warn">
              {plural(rows.refused, 'row')} {rows.refused === 1 ? 'was' : 'were'} refused. Mend{' '}
              {rows.refused === 1 ? 'it' : 'them'} in the file and run it again.
            </Notice>
            <ProblemTable problems={job.refusals} />
          </>
        ) : null}
      </Box>
    </Box>
  );
}
