import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { uploadFile } from '../../api/upload.ts';
import { plural } from '../../format/number.ts';
import { useUseCaseName } from '../../layout/use-case.tsx';
import { DropZone } from '../../parts/drop-zone.tsx';
import { Failure, Notice } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { datasetIdOf } from './dataset-id.ts';

/** A table is sent, checked, and taken in. */
export function UploadDataset({ onDone }: { readonly onDone: (datasetId: string) => void }) {
  const useCase = useUseCaseName();
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [progress, setProgress] = useState<number>();
  const upload = useMutation({
    mutationFn: async (chosen: File) => {
      setProgress(0);
      const { uploadId } = await uploadFile({ useCase, purpose: 'dataset', file: chosen }, setProgress);
      return client.completeUpload({
        params: { uploadId },
        body: { useCase, datasetId: datasetIdOf(chosen.name, new Date()) },
      });
    },
    onSuccess: async (dataset) => {
      setFile(undefined);
      await queries.invalidateQueries({ queryKey: ['datasets', useCase] });
      onDone(dataset.datasetId);
    },
    onSettled: () => setProgress(undefined),
  });
  const done = upload.data;
  return (
    <Panel title="Upload a table">
      <DropZone
        label="Drop a CSV file here, or choose one"
        hint="UTF-8, with a header; features and the diagnosis by their names; up to 64 MB"
        accept=".csv,text/csv"
        file={file}
        disabled={upload.isPending}
        progress={progress}
        onFile={(chosen) => {
          upload.reset();
          setFile(chosen);
        }}
      />
      <Box sx={{ mt: 2 }}>
        <Button
          variant="contained"
          disabled={!file || upload.isPending}
          onClick={() => file && upload.mutate(file)}
        >
          {upload.isPending ? (progress === 1 ? 'Being checked…' : 'Sending…') : 'Upload and check'}
        </Button>
      </Box>
      <Box sx={{ mt: upload.error || done ? 2 : 0 }}>
        {upload.error ? <Failure error={upload.error} /> : null}
        {done ? (
          <Notice
            tone={done.status === 'Rejected' ? 'bad' : done.rows.quarantined > 0 ? 'warn' : 'good'}
            live
          >
            {done.repeated
              ? 'The same content is here already; nothing was changed.'
              : done.status === 'Rejected'
                ? 'It was not taken in. The report below says why.'
                : `${plural(done.rows.accepted, 'row')} of ${done.rows.read} taken in${done.rows.quarantined > 0 ? `, ${done.rows.quarantined} set aside; the report below says why` : ''}.`}
          </Notice>
        ) : null}
      </Box>
    </Panel>
  );
}
