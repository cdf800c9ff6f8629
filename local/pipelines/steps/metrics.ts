import { textAt } from '../property.ts';

/** The last value of each metric that the definitions find in a log. */
export class FinalMetrics {
  readonly #definitions: readonly { readonly name: string; readonly pattern: RegExp }[];
  readonly #values = new Map<string, number>();

  constructor(definitions: readonly unknown[]) {
    this.#definitions = definitions.flatMap((definition) => {
      const name = textAt(definition, 'Name');
      const pattern = regexOf(textAt(definition, 'Regex'));
      return name === undefined || !pattern ? [] : [{ name, pattern }];
    });
  }

  read(line: string): void {
    for (const { name, pattern } of this.#definitions) {
      const value = Number(pattern.exec(line)?.[1] ?? Number.NaN);
      if (Number.isFinite(value)) this.#values.set(name, value);
    }
  }

  last(): readonly { readonly MetricName: string; readonly Value: number }[] {
    return [...this.#values].map(([MetricName, Value]) => ({ MetricName, Value }));
  }
}

function regexOf(text: string | undefined): RegExp | undefined {
  try {
    return text === undefined ? undefined : new RegExp(text);
  } catch {
    // Written for Python, and not known here: that metric is not found.
    return undefined;
  }
}
