import { reasonTitle } from '../../format/words.ts';

/** In a sentence, why somebody or something wanted a retraining. */
export function why(trigger: {
  readonly reason: string;
  readonly explanation?: string | undefined;
  readonly requestedBy?: string | undefined;
}): string {
  const by = trigger.requestedBy ? ` by ${trigger.requestedBy}` : '';
  const said = trigger.explanation ? `: ${trigger.explanation}` : '';
  return `${reasonTitle(trigger.reason)}${by}${said}`;
}
