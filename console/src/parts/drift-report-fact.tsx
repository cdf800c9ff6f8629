import type { ReactNode } from 'react';
import { TextLink } from './text-link.tsx';

/** The fact that links to the window in which the drift was seen; none where nothing has moved. */
export function driftReportFact(
  useCase: string,
  driftReportKey: string | undefined,
): readonly (readonly [string, ReactNode])[] {
  const windowId = /\/drift\/([0-9A-Z]{26})\.json$/.exec(driftReportKey ?? '')?.[1];
  if (windowId === undefined) return [];
  const to = `/${useCase}/monitoring?window=${windowId}`;
  return [
    [
      'Drift report',
      <TextLink key="drift" to={to}>
        What had moved
      </TextLink>,
    ],
  ];
}
