import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { client } from '../../api/client.ts';
import { plural } from '../../format/number.ts';
import { Field } from '../../parts/field.tsx';
import { Failure, Notice } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
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
        ref={form}
        noValidate
        aria-label="Measurements"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        sx={{ display: 'grid', gap: 2.5, minWidth: 0 }}
      >
        <PasteRow
          features={features}
          onValues={(pasted) => {
            setValues((before) => ({ ...before, ...pasted }));
            mutation.reset();
          }}
        />
        <FeatureForm features={features} values={values} problems={tried ? problems : {}} onChange={change} />
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
              <Button type="submit" variant="contained" disabled={mutation.isPending}>
                Predict
              </Button>
              <Button
                color="inherit"
                onClick={() => {
                  setValues({});
                  setPatientId('');
                  setTried(false);
                  mutation.reset();
                }}
              >
                Clear
              </Button>
            </Box>
          </Box>
          {tried && wrong > 0 ? (
            <Box sx={{ mt: 1.5 }}>
              <Notice tone="bad" live>
                {plural(wrong, 'value')} {wrong === 1 ? 'needs' : 'need'} your attention, the first is marked
                in the form.
              </Notice>
            </Box>
          ) : null}
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
        {mutation.error ? <Failure error={mutation.error} retry={() => mutation.mutate()} /> : null}
        <Result
          useCase={useCase}
          answer={mutation.data}
          asked={mutation.data ? featuresToSend(features, values) : {}}
          busy={mutation.isPending}
        />
      </Box>
    </Box>
  );
}
