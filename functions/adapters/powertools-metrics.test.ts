import { afterEach, expect, jest, test } from '@jest/globals';
import { powertoolsMetrics } from './powertools-metrics.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

test('one line for each value, with exactly the dimensions given', () => {
  const lines: unknown[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(JSON.parse(String(text)));
    return true;
  });
  const metrics = powertoolsMetrics();
  metrics.count('PredictionServed', 1, { UseCase: 'breast-cancer', ModelVersion: '3' });
  metrics.milliseconds('PredictionLatency', 12.5, { UseCase: 'breast-cancer' });
  const line = (name: string, Unit: string, dimensions: string[]) => ({
    _aws: {
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [
        { Namespace: 'modelkeep', Dimensions: [dimensions], Metrics: [{ Name: name, Unit }] },
      ],
    },
  });
  jest.restoreAllMocks();
  expect(lines).toEqual([
    {
      ...line('PredictionServed', 'Count', ['UseCase', 'ModelVersion']),
      UseCase: 'breast-cancer',
      ModelVersion: '3',
      PredictionServed: 1,
    },
    {
      ...line('PredictionLatency', 'Milliseconds', ['UseCase']),
      UseCase: 'breast-cancer',
      PredictionLatency: 12.5,
    },
  ]);
});
