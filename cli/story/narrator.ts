import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan';

/** Tells the story on a terminal; silent where the output is for a program. */
export interface Narrator {
  chapter(title: string): void;
  say(line: string): void;
  /** Goes on on the same line: the states of an execution as they are passed. */
  step(word: string, style?: Style): void;
  endSteps(): void;
  block(text: string): void;
  /** Whether blocks may be in colour. */
  readonly color: boolean;
}

const indent = '   ';

export const silentNarrator: Narrator = {
  chapter: () => undefined,
  say: () => undefined,
  step: () => undefined,
  endSteps: () => undefined,
  block: () => undefined,
  color: false,
};

/** A line broken between words, each part indented. */
function wrapped(line: string, width: number): string {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current].map((part) => `${indent}${part}`).join('\n');
}

/** Writes to `out`, in colour where it is a terminal (NO_COLOR is respected). */
export function terminalNarrator(out: NodeJS.WriteStream): Narrator {
  const paint = (style: Style, text: string): string => styleText(style, text, { stream: out });
  let chapters = 0;
  let column = 0;
  /** A round of waiting is told once. */
  let last = '';
  const width = (): number => (out.columns > 0 ? Math.min(out.columns, 110) : 100) - 4;
  return {
    chapter(title) {
      chapters += 1;
      out.write(`\n${paint('bold', `${chapters}  ${title}`)}\n`);
    },
    say: (line) => void out.write(`${wrapped(line, width())}\n`),
    step(word, style = 'dim') {
      if (word === last) return;
      last = word;
      const text = column === 0 ? word : ` → ${word}`;
      if (column + text.length > width() && column > 0) {
        out.write(`\n${indent}${paint('dim', '→')} `);
        column = 2;
        out.write(paint(style, word));
        column += word.length;
        return;
      }
      out.write(`${column === 0 ? indent : paint('dim', ' → ')}${paint(style, word)}`);
      column += text.length;
    },
    endSteps() {
      if (column > 0) out.write('\n');
      column = 0;
      last = '';
    },
    color: out.isTTY && out.hasColors(),
    block(text) {
      for (const line of text.trimEnd().split('\n')) out.write(`${indent}${line}\n`);
    },
  };
}
