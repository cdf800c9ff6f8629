/** Every pair of text and ground here has a contrast of 4.5 : 1 or more (WCAG 2.2 AA): colors.test.ts. */
export interface Tone {
  readonly text: string;
  readonly ground: string;
  readonly line: string;
}
export type ToneName = 'good' | 'warn' | 'bad' | 'info' | 'quiet';

export interface Scheme {
  readonly ground: string;
  readonly surface: string;
  readonly sunken: string;
  readonly chosen: string;
  readonly line: string;
  readonly ink: string;
  readonly muted: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly accentSoft: string;
  readonly tones: Readonly<Record<ToneName, Tone>>;
  /** Of charts: now, before, and two more. */
  readonly series: readonly [string, string, string, string];
  /** From no drift to much: the heat map. */
  readonly heat: readonly string[];
}

export const light: Scheme = {
  ground: '#f5f6f8',
  surface: '#ffffff',
  sunken: '#eef1f4',
  chosen: '#e8ecf0',
  line: '#dfe4e9',
  ink: '#16202a',
  muted: '#55616e',
  accent: '#0b5563',
  onAccent: '#ffffff',
  accentSoft: '#e3eff1',
  tones: {
    good: { text: '#14663c', ground: '#e4f4ea', line: '#b5dcc4' },
    warn: { text: '#7a4f00', ground: '#fdf1d8', line: '#eed39a' },
    bad: { text: '#a3221a', ground: '#fde8e6', line: '#f2bfba' },
    info: { text: '#0b5563', ground: '#e3eff1', line: '#b3d2d8' },
    quiet: { text: '#4a5663', ground: '#edf0f3', line: '#d5dbe1' },
  },
  series: ['#0b7285', '#788593', '#b7791f', '#a3221a'],
  heat: ['#e9eef1', '#d5e5e3', '#f3dfae', '#eab36a', '#d9793f', '#b5301f'],
};

export const dark: Scheme = {
  ground: '#0f1419',
  surface: '#161d24',
  sunken: '#11171d',
  chosen: '#232c35',
  line: '#2a343e',
  ink: '#e5eaef',
  muted: '#9ba8b5',
  accent: '#6cc6d4',
  onAccent: '#06262c',
  accentSoft: '#15323a',
  tones: {
    good: { text: '#7fd6a2', ground: '#12301f', line: '#24553a' },
    warn: { text: '#f0c36a', ground: '#35290f', line: '#5f4a1c' },
    bad: { text: '#ff9d93', ground: '#3b1a18', line: '#6d302b' },
    info: { text: '#7fd0dd', ground: '#12303a', line: '#245360' },
    quiet: { text: '#aab6c2', ground: '#202932', line: '#34404b' },
  },
  series: ['#5cc3d2', '#7d8b99', '#e0ac5c', '#ff8a7e'],
  heat: ['#1d262e', '#21413f', '#5d4c1c', '#8f5f1e', '#c86d36', '#dd4f3c'],
};
