import type { Scheme } from '../theme/colors.ts';

export const axisStyle = (scheme: Scheme) => ({
  stroke: scheme.line,
  tick: { fill: scheme.muted, fontSize: 12 },
  tickLine: false,
});

export const tooltipStyle = (scheme: Scheme) => ({
  contentStyle: {
    background: scheme.surface,
    border: `1px solid ${scheme.line}`,
    borderRadius: 8,
    color: scheme.ink,
    fontSize: 13,
  },
  labelStyle: { color: scheme.muted },
  itemStyle: { color: scheme.ink },
  isAnimationActive: false,
});
