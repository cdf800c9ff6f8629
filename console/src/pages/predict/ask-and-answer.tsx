import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactNode, Ref } from 'react';
import { Field } from '../../parts/field.tsx';
import { Panel } from '../../parts/panel.tsx';

interface Props {
  readonly label: string;
  readonly question: ReactNode;
  /** Below the buttons: why nothing was sent. */
  readonly notice?: ReactNode;
  readonly answer: ReactNode;
  readonly patientId: string;
  readonly onPatientId: (text: string) => void;
  readonly send: string;
  readonly disabled: boolean;
  readonly onSend: () => void;
  readonly onClear: () => void;
  readonly formRef?: Ref<HTMLFormElement>;
  /** Gets the focus when the answer is there. */
  readonly answerRef: Ref<HTMLDivElement>;
}

/** What is asked about on the left, of whom and the buttons below it, the answer beside it. */
export function AskAndAnswer({ formRef, answerRef, ...props }: Props) {
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
        ref={formRef}
        noValidate
        aria-label={props.label}
        onSubmit={(event) => {
          event.preventDefault();
          props.onSend();
        }}
        sx={{ display: 'grid', gap: 2.5, minWidth: 0 }}
      >
        {props.question}
        <Panel>
          <Box sx={{ display: 'flex', gap: 2, alignItems: 'flex-start', flexWrap: 'wrap' }}>
            <Box sx={{ flex: '1 1 260px' }}>
              <Field
                label="Patient identifier (optional)"
                value={props.patientId}
                onChange={props.onPatientId}
                maxLength={200}
                hint="Kept as a pseudonym only"
              />
            </Box>
            <Box sx={{ display: 'flex', gap: 1, pt: { sm: 3 } }}>
              <Button type="submit" variant="contained" disabled={props.disabled}>
                {props.send}
              </Button>
              <Button color="inherit" onClick={props.onClear}>
                Clear
              </Button>
            </Box>
          </Box>
          {props.notice}
        </Panel>
      </Box>
      <Box
        ref={answerRef}
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
        {props.answer}
      </Box>
    </Box>
  );
}
