import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { client } from '../../api/client.ts';
import { DropZone } from '../../parts/drop-zone.tsx';
import { Field } from '../../parts/field.tsx';
import { Failure, Notice } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { inBase64, photographProblem } from './photograph.ts';
import { Result } from './result.tsx';

/** A photograph, shown before it is sent, and the answer beside it. */
export default function OnePhotograph({ useCase }: { readonly useCase: ApiAnswer<'getUseCase'> }) {
  const [file, setFile] = useState<File>();
  const [problem, setProblem] = useState<string>();
  const [patientId, setPatientId] = useState('');
  const result = useRef<HTMLDivElement>(null);
  const mutation = useMutation({
    mutationFn: async (chosen: File) =>
      client.predict({
        body: {
          useCase: useCase.name,
          features: { image: await inBase64(chosen) },
          ...(patientId.trim() === '' ? {} : { patientId: patientId.trim() }),
        },
        idempotencyKey: crypto.randomUUID(),
      }),
    onSuccess: () => requestAnimationFrame(() => result.current?.focus()),
  });
  const choose = async (chosen: File | undefined): Promise<void> => {
    // The answer belongs to what was asked.
    mutation.reset();
    setProblem(
      chosen && photographProblem(new Uint8Array(await chosen.slice(0, 8).arrayBuffer()), chosen.size),
    );
    setFile(chosen);
  };
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2.5,
        alignItems: 'start',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1.45fr) minmax(340px, 1fr)' },
      }}
    >
      <Box
        component="form"
        noValidate
        aria-label="Photograph"
        onSubmit={(event) => {
          event.preventDefault();
          if (file && problem === undefined) mutation.mutate(file);
        }}
        sx={{ display: 'grid', gap: 2.5, minWidth: 0 }}
      >
        <Panel title="Photograph" hint="One lesion, taken with a dermatoscope, in focus and whole">
          <DropZone
            label="Drop a photograph here, or choose one"
            hint="JPEG or PNG, up to 4 MB; its name is not sent"
            accept="image/jpeg,image/png,.jpg,.jpeg,.png"
            file={file}
            disabled={mutation.isPending}
            onFile={(chosen) => void choose(chosen)}
          />
          {problem === undefined ? null : (
            <Box sx={{ mt: 2 }}>
              <Notice tone="bad" live>
                {problem}
              </Notice>
            </Box>
          )}
          {file && problem === undefined ? <Preview file={file} /> : null}
        </Panel>
        <Panel>
          <Box sx={{ display: 'flex', gap: 2, alignItems: 'flex-start', flexWrap: 'wrap' }}>
            <Box sx={{ flex: '1 1 260px' }}>
              <Field
                label="Patient identifier (optional)"
                value={patientId}
                onChange={setPatientId}
                maxLength={200}
                hint="Kept as a pseudonym only"
              />
            </Box>
            <Box sx={{ display: 'flex', gap: 1, pt: { sm: 3 } }}>
              <Button
                type="submit"
                variant="contained"
                disabled={!file || problem !== undefined || mutation.isPending}
              >
                {mutation.isPending ? 'Looking…' : 'Predict'}
              </Button>
              <Button
                color="inherit"
                onClick={() => {
                  setPatientId('');
                  void choose(undefined);
                }}
              >
                Clear
              </Button>
            </Box>
          </Box>
        </Panel>
      </Box>
      <Box
        ref={result}
        tabIndex={-1}
        sx={{
          position: { lg: 'sticky' },
          top: { lg: 24 },
          outline: 'none !important',
          minWidth: 0,
          display: 'grid',
          gap: 2,
        }}
      >
        {mutation.error ? (
          <Failure error={mutation.error} retry={() => file && mutation.mutate(file)} />
        ) : null}
        <Result useCase={useCase} answer={mutation.data} asked={{}} busy={mutation.isPending} />
      </Box>
    </Box>
  );
}

/** The file as it was chosen, for as long as it is shown. */
const Preview = ({ file }: { readonly file: File }) => (
  <Box
    component="img"
    ref={(image: HTMLImageElement | null) => {
      if (!image) return undefined;
      const url = URL.createObjectURL(file);
      image.src = url;
      return () => URL.revokeObjectURL(url);
    }}
    alt="The photograph that you have chosen"
    sx={{
      display: 'block',
      mt: 2,
      maxWidth: '100%',
      maxHeight: 420,
      borderRadius: 2,
      border: '1px solid',
      borderColor: 'divider',
    }}
  />
);
