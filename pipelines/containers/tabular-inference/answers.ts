import type { LoadedModel, RowAnswer } from './loaded-model.ts';
import { HttpProblem } from './problem.ts';
import type { RequestRows } from './read-rows.ts';

export interface Rendered {
  readonly contentType: string;
  readonly body: string;
}

/** The form of an answer: what Accept asks for, else that of the question. @throws HttpProblem 406 for another one. */
export function answerForm(accept: string | undefined, asked: RequestRows['form']): RequestRows['form'] {
  const types = (accept ?? '').split(',').map((type) => type.split(';', 1)[0]!.trim().toLowerCase());
  for (const type of types) {
    if (type === '' || type === '*/*' || type === 'application/*') return asked;
    if (type === 'text/csv') return 'csv';
    if (type === 'application/json') return 'json';
    if (type === 'application/jsonlines' || type === 'application/x-ndjson') return 'jsonlines';
  }
  throw new HttpProblem(
    406,
    'Not acceptable',
    'accept: expected text/csv, application/json or application/jsonlines',
  );
}

/** CSV: a line `prediction,probability` for each row, in their order. JSON: `predictions` and what model said it. */
export function render(
  form: RequestRows['form'],
  answers: readonly RowAnswer[],
  model: LoadedModel,
): Rendered {
  switch (form) {
    case 'csv':
      return {
        contentType: 'text/csv; charset=utf-8',
        body: answers.map(({ prediction, probability }) => `${prediction},${probability}\n`).join(''),
      };
    case 'jsonlines':
      return {
        contentType: 'application/jsonlines',
        body: answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''),
      };
    case 'json':
      return {
        contentType: 'application/json',
        body: JSON.stringify({ predictions: answers, model: model.about }),
      };
  }
}
