import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { percent } from '../../format/number.ts';
import { onDay } from '../../format/time.ts';
import { Code } from '../../parts/code.tsx';
import { Empty, Loading, Notice } from '../../parts/notices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ClassBars } from './classes.tsx';
import { Contributions } from './contributions.tsx';
import { confidenceInWords, drivers, inWords } from './drivers.ts';
import { Probability } from './probability.tsx';

const shown = 10;

/** The answer: what, how sure, and what drove it. */
export function Result(props: {
  readonly useCase: ApiAnswer<'getUseCase'>;
  readonly answer: ApiAnswer<'predict'> | undefined;
  readonly asked: Readonly<Record<string, number | string | null>>;
  readonly busy: boolean;
}) {
  const { useCase, answer } = props;
  if (!answer)
    return (
      <Panel title="Result">
        {props.busy ? (
          <Loading lines={8} height={300} />
        ) : (
          <Empty title="No prediction yet" icon="predict">
            {useCase.images
              ? 'Choose a photograph, then Predict.'
              : 'Fill in the measurements or paste a row, then choose Predict.'}
          </Empty>
        )}
        <DecisionSupport />
      </Panel>
    );
  const all = drivers(answer.contributions, useCase.features, props.asked, answer.contributions.length);
  const { modelMetadata: made } = answer;
  return (
    <Panel title="Result">
      <Box aria-live="polite">
        <Box sx={{ display: 'flex', alignItems: 'baseline', justifyContent: 'space-between', gap: 2 }}>
          <Box sx={{ fontSize: '1.625rem', fontWeight: 620, letterSpacing: '-0.02em' }} data-testid="label">
            {capital(answer.label)}
          </Box>
          <Typography variant="body2" sx={{ color: 'text.secondary', textAlign: 'right' }}>
            {percent(answer.confidence)} confident, {confidenceInWords(answer.confidence)}
          </Typography>
        </Box>
        <Probability
          probability={answer.probability}
          positive={useCase.target.positive.label}
          negative={useCase.target.negative.label}
        />
        <Typography variant="h3" sx={{ mt: 3, mb: 0.75 }}>
          {answer.classes ? 'What it may be' : 'What drove it'}
        </Typography>
        {answer.classes ? null : <Typography variant="body2">{inWords(all, useCase.target)}</Typography>}
      </Box>
      {answer.classes ? (
        <ClassBars classes={answer.classes} positives={useCase.images?.classes.positive ?? []} />
      ) : (
        <Contributions
          drivers={all.slice(0, shown)}
          rest={all.slice(shown)}
          base={answer.base}
          target={useCase.target}
        />
      )}
      <Box sx={{ mt: 2.5 }}>
        <DecisionSupport />
      </Box>
      <Typography variant="caption" sx={{ color: 'text.secondary', display: 'block', mt: 2 }}>
        Version {made.version}, trained {onDay(made.trainedAt)}, accuracy {percent(made.accuracy)} on held-out
        patients. Prediction <Code>{answer.id}</Code> waits for its diagnosis on the Review page.
      </Typography>
    </Panel>
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const DecisionSupport = () => (
  <Notice tone="info" icon="shield">
    Decision support: it does not replace your judgement, and it is not a medical device. Confirm what it
    really was, so that the model stays true.
  </Notice>
);
