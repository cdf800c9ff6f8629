import { trafficCsv } from '../../domain/dataset/snapshot.ts';
import type { ObjectStore, RecordStore } from '../../domain/ports.ts';
import type { ModelVersion } from '../../domain/registry/model-version.ts';
import { capturedTraffic, driftBegan } from '../../domain/retraining/traffic.ts';
import { trafficKeyOf } from '../../domain/retraining/training-plan.ts';
import type { Trigger } from '../../domain/retraining/trigger.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { putOnce } from './put-once.ts';

export interface ChosenTraffic {
  readonly trafficKey?: string;
  readonly trafficFrom?: string;
}

/**
 * The traffic that a new version is made for, which becomes its monitoring baseline. After a drift: what was captured since
 * it began. Otherwise what the version in service was made for, since no drift has been confirmed since. Empty, which means
 * the snapshot itself, where there is neither.
 */
export async function chooseTraffic(
  ports: { readonly records: RecordStore; readonly objects: ObjectStore },
  useCase: UseCase,
  about: {
    readonly executionName: string;
    readonly trigger: Trigger;
    readonly champion: ModelVersion | undefined;
    readonly cutAt: string;
  },
): Promise<ChosenTraffic> {
  const { trigger, champion, executionName, cutAt } = about;
  const began =
    trigger.driftReportKey === undefined
      ? undefined
      : await driftBegan(ports.objects, trigger.driftReportKey);
  const traffic =
    began === undefined ? undefined : await capturedTraffic(ports.records, useCase, began, cutAt);
  if (began !== undefined && traffic) {
    const trafficKey = trafficKeyOf(executionName);
    await putOnce(ports.objects, trafficKey, trafficCsv(traffic, useCase.data), 'text/csv');
    return { trafficKey, trafficFrom: began };
  }
  const before = champion && (await trafficOf(ports.objects, champion));
  return before === undefined ? {} : { trafficKey: before };
}

/** Of the version in service, where it is still there. */
async function trafficOf(objects: ObjectStore, champion: ModelVersion): Promise<string | undefined> {
  const { trafficKey } = champion;
  if (trafficKey === undefined) return undefined;
  return (await objects.head(trafficKey)) ? trafficKey : undefined;
}
