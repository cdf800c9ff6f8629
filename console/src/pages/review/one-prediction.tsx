import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { apiUrl } from '../../api/client.ts';
import { usePrediction } from '../../api/queries.ts';
import { measure, percent } from '../../format/number.ts';
import { featureTitle } from '../../format/words.ts';
import { Code } from '../../parts/code.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Failure, Loading } from '../../parts/notices.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Probability } from '../predict/probability.tsx';
import type { Diagnosis } from './inbox.ts';
import type { Labels, Listed } from './inbox-list.tsx';

/** The prediction that is asked about, with the two answers. */
export function OnePrediction(props: {
  readonly prediction: Listed;
  readonly labels: Labels;
  readonly ofPhotographs: boolean;
  readonly onAnswer: (diagnosis: Diagnosis) => void;
}) {
  const { prediction, labels } = props;
  const [open, setOpen] = useState(false);
  return (
    <Panel title="What was it really?">
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 1.25 }}>
        <Button
          variant="outlined"
          size="large"
          onClick={() => props.onAnswer(0)}
          sx={{ whiteSpace: 'normal' }}
        >
          {capital(labels.negative.label)}
        </Button>
        <Button
          variant="outlined"
          size="large"
          onClick={() => props.onAnswer(1)}
          sx={{ whiteSpace: 'normal' }}
        >
          {capital(labels.positive.label)}
        </Button>
      </Box>
      <Box sx={{ mt: 2.5, mb: 2 }}>
        <Probability
          probability={prediction.probability}
          positive={labels.positive.label}
          negative={labels.negative.label}
        />
      </Box>
      <Facts
        facts={[
          ['Predicted', `${prediction.label}, ${percent(prediction.confidence)} sure`],
          ['By', `version ${prediction.modelVersion}`],
          ['Made', <Moment key="m" at={prediction.createdAt} />],
          ['Prediction', <Code key="c">{prediction.id}</Code>],
        ]}
      />
      <Box sx={{ mt: 2 }}>
        {open ? (
          <Measurements id={prediction.id} />
        ) : (
          <Button size="small" color="inherit" onClick={() => setOpen(true)}>
            Show {props.ofPhotographs ? 'the photograph' : 'the measurements'} (this is noted)
          </Button>
        )}
      </Box>
    </Panel>
  );
}

/** Read only when asked for: who read which record stands in the audit trail. */
function Measurements({ id }: { readonly id: string }) {
  const { data, error, refetch } = usePrediction(id);
  if (error) return <Failure error={error} retry={refetch} />;
  if (!data) return <Loading lines={6} />;
  return (
    <Box
      role="group"
      aria-label="Measurements"
      tabIndex={0}
      sx={{
        maxHeight: data.photographUrl === undefined ? 260 : 640,
        overflowY: 'auto',
        borderTop: '1px solid',
        borderColor: 'divider',
        pt: 1.5,
      }}
    >
      {data.photographUrl === undefined ? null : (
        <Box
          component="img"
          src={photographSource(data.photographUrl)}
          alt="The photograph that was predicted"
          sx={{
            display: 'block',
            width: '100%',
            maxHeight: 420,
            objectFit: 'contain',
            borderRadius: 2,
            mb: 1.5,
          }}
        />
      )}
      <Facts
        facts={Object.entries(data.features).map(([name, value]) => [
          featureTitle(name),
          typeof value === 'number' ? measure(value) : (value ?? 'missing'),
        ])}
      />
    </Box>
  );
}

/** On one machine an address of the API's own. */
const photographSource = (url: string): string => (url.startsWith('/') ? apiUrl(url) : url);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
