import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { Field } from '../../parts/field.tsx';
import { Notice } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { readPasted, type Feature, type FormValues, type Pasted } from './form-values.ts';

/** Fills the form from a row that was copied elsewhere. */
export function PasteRow(props: {
  readonly features: readonly Feature[];
  readonly onValues: (values: FormValues) => void;
}) {
  const [text, setText] = useState('');
  const [pasted, setPasted] = useState<Pasted>();
  const take = (given: string): void => {
    const read = readPasted(props.features, given);
    setPasted(read);
    if (!read.ok) return;
    props.onValues(read.values);
    setText('');
  };
  return (
    <Panel
      title="Paste a row"
      hint="From a spreadsheet, a CSV file or JSON, with or without the names above it"
    >
      <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'flex-start' }}>
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Field label="Row" value={text} onChange={setText} rows={1} maxLength={20_000} />
        </Box>
        <Button variant="outlined" onClick={() => take(text)} sx={{ mt: 3 }}>
          Fill in
        </Button>
      </Box>
      {pasted ? (
        <Box sx={{ mt: 1.5 }}>
          <Notice tone={pasted.ok ? 'good' : 'bad'} live>
            {pasted.said}
          </Notice>
        </Box>
      ) : null}
    </Panel>
  );
}
