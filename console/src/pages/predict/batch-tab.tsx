import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { useInferenceJobs } from '../../api/queries.ts';
import { uploadFile } from '../../api/upload.ts';
import { useUseCaseName } from '../../layout/use-case.tsx';
import { DropZone } from '../../parts/drop-zone.tsx';
import { Empty, Failure, Loading } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { JobCard } from './job-card.tsx';
import { DecisionSupport } from './result.tsx';

/** A table is uploaded, checked row by row, predicted, and its results downloaded. */
export function BatchTab() {
  const useCase = useUseCaseName();
  const jobs = useInferenceJobs();
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [progress, setProgress] = useState<number>();
  const start = useMutation({
    mutationFn: async (chosen: File) => {
      setProgress(0);
      const { uploadId } = await uploadFile({ useCase, purpose: 'inference', file: chosen }, setProgress);
      return client.startInferenceJob({
        body: { useCase, uploadId, fileName: chosen.name },
        idempotencyKey: uploadId,
      });
    },
    onSettled: async () => {
      setProgress(undefined);
      await queries.invalidateQueries({ queryKey: ['jobs', useCase] });
    },
    onSuccess: () => setFile(undefined),
  });
  return (
    <>
      <Panel
        title="Predict a table"
        hint="Each row is checked; a row that is wrong is reported and keeps no other from being predicted"
      >
        <DropZone
          label="Drop a CSV file here, or choose one"
          hint="UTF-8, a header with the names of the features, up to 64 MB"
          accept=".csv,text/csv"
          file={file}
          disabled={start.isPending}
          progress={progress}
          onFile={(chosen) => {
            start.reset();
            setFile(chosen);
          }}
        />
        <Box sx={{ display: 'flex', gap: 1, mt: 2, alignItems: 'center', flexWrap: 'wrap' }}>
          <Button
            variant="contained"
            disabled={!file || start.isPending}
            onClick={() => file && start.mutate(file)}
          >
            {start.isPending ? 'Sending…' : 'Run'}
          </Button>
        </Box>
        {start.error ? (
          <Box sx={{ mt: 2 }}>
            <Failure error={start.error} />
          </Box>
        ) : null}
      </Panel>
      <DecisionSupport />
      <Panel title="Tables" hint="The latest first" flush>
        {jobs.error && !jobs.data ? (
          <Box sx={{ px: 2.5, pb: 2.5 }}>
            <Failure error={jobs.error} retry={jobs.refetch} />
          </Box>
        ) : !jobs.data ? (
          <Box sx={{ px: 2.5, pb: 2.5 }}>
            <Loading lines={4} height={140} />
          </Box>
        ) : jobs.data.jobs.length === 0 ? (
          <Empty title="No table yet" icon="datasets">
            What you run stands here, with its report and its results.
          </Empty>
        ) : (
          jobs.data.jobs.map((job) => <JobCard key={job.jobId} job={job} />)
        )}
      </Panel>
    </>
  );
}
