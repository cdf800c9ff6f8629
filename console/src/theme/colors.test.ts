import { describe, expect, test } from '@jest/globals';
import { dark, light, type Scheme } from './colors.ts';
import { contrast, readableOn } from './contrast.ts';

const pairs = (scheme: Scheme): [string, string, string][] => [
  ['ink on ground', scheme.ink, scheme.ground],
  ['ink on surface', scheme.ink, scheme.surface],
  ['muted on ground', scheme.muted, scheme.ground],
  ['muted on surface', scheme.muted, scheme.surface],
  ['muted on sunken', scheme.muted, scheme.sunken],
  ['muted on chosen', scheme.muted, scheme.chosen],
  ['accent on surface', scheme.accent, scheme.surface],
  ['accent on its soft ground', scheme.accent, scheme.accentSoft],
  ['text on accent', scheme.onAccent, scheme.accent],
  ...Object.entries(scheme.tones).map(([name, tone]): [string, string, string] => [
    `${name} text on its ground`,
    tone.text,
    tone.ground,
  ]),
  ...Object.entries(scheme.tones).map(([name, tone]): [string, string, string] => [
    `${name} text on surface`,
    tone.text,
    scheme.surface,
  ]),
];

describe.each([
  ['light', light],
  ['dark', dark],
])('%s', (_, scheme) => {
  test.each(pairs(scheme))('%s is readable', (_name, text, ground) => {
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  test('lines of charts stand out from the surface', () => {
    for (const color of scheme.series) expect(contrast(color, scheme.surface)).toBeGreaterThanOrEqual(3);
  });

  test('figures on the heat map are readable', () => {
    for (const ground of scheme.heat)
      expect(contrast(readableOn(ground), ground)).toBeGreaterThanOrEqual(4.5);
  });
});

test('contrast of black and white is 21', () => expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5));
