import Box from '@mui/material/Box';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { client } from '../../api/client.ts';
import { DropZone } from '../../parts/drop-zone.tsx';
import { Failure, Notice } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { AskAndAnswer } from './ask-and-answer.tsx';
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
    <AskAndAnswer
      label="Photograph"
      question={
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
      }
      patientId={patientId}
      onPatientId={setPatientId}
      send={mutation.isPending ? 'Looking…' : 'Predict'}
      disabled={!file || problem !== undefined || mutation.isPending}
      onSend={() => {
        if (file && problem === undefined) mutation.mutate(file);
      }}
      onClear={() => {
        setPatientId('');
        void choose(undefined);
      }}
      answerRef={result}
      answer={
        <>
          {mutation.error ? (
            <Failure error={mutation.error} retry={() => file && mutation.mutate(file)} />
          ) : null}
          <Result useCase={useCase} answer={mutation.data} asked={{}} busy={mutation.isPending} />
        </>
      }
    />
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
