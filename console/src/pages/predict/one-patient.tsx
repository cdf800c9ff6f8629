import Box from '@mui/material/Box';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { client } from '../../api/client.ts';
import { plural } from '../../format/number.ts';
import { Failure, Notice } from '../../parts/notices.tsx';
import { AskAndAnswer } from './ask-and-answer.tsx';
import { FeatureForm } from './feature-form.tsx';
import { featuresToSend, problemsOf, type FormValues } from './form-values.ts';
import { PasteRow } from './paste-row.tsx';
import { Result } from './result.tsx';

/** The form of one patient, and the answer beside it. */
export function OnePatient({ useCase }: { readonly useCase: ApiAnswer<'getUseCase'> }) {
  const { features } = useCase;
  const [values, setValues] = useState<FormValues>({});
  const [patientId, setPatientId] = useState('');
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const result = useRef<HTMLDivElement>(null);
  const problems = problemsOf(features, values);
  const wrong = Object.keys(problems).length;

  const mutation = useMutation({
    mutationFn: () =>
      client.predict({
        body: {
          useCase: useCase.name,
          features: featuresToSend(features, values),
          ...(patientId.trim() === '' ? {} : { patientId: patientId.trim() }),
        },
        idempotencyKey: crypto.randomUUID(),
      }),
    onSuccess: () => requestAnimationFrame(() => result.current?.focus()),
  });

  const submit = (): void => {
    setTried(true);
    if (wrong === 0) mutation.mutate();
    else
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  };
  const change = (name: string, value: string): void => {
    setValues((before) => ({ ...before, [name]: value }));
    // The answer belongs to what was asked.
    if (mutation.data) mutation.reset();
  };

  return (
    <AskAndAnswer
      label="Measurements"
      formRef={form}
      question={
        <>
          <PasteRow
            features={features}
            onValues={(pasted) => {
              setValues((before) => ({ ...before, ...pasted }));
              mutation.reset();
            }}
          />
          <FeatureForm
            features={features}
            values={values}
            problems={tried ? problems : {}}
            onChange={change}
          />
        </>
      }
      patientId={patientId}
      onPatientId={setPatientId}
      send="Predict"
      disabled={mutation.isPending}
      onSend={submit}
      onClear={() => {
        setValues({});
        setPatientId('');
        setTried(false);
        mutation.reset();
      }}
      notice={
        tried && wrong > 0 ? (
          <Box sx={{ mt: 1.5 }}>
            <Notice tone="bad" live>
              {plural(wrong, 'value')} {wrong === 1 ? 'needs' : 'need'} your attention, the first is marked in
              the form.
            </Notice>
          </Box>
        ) : null
      }
      answerRef={result}
      answer={
        <>
          {mutation.error ? <Failure error={mutation.error} retry={() => mutation.mutate()} /> : null}
          <Result
            useCase={useCase}
            answer={mutation.data}
            asked={mutation.data ? featuresToSend(features, values) : {}}
            busy={mutation.isPending}
          />
        </>
      }
    />
  );
}
