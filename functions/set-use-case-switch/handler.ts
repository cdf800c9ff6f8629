import * as z from 'zod/mini';
import type { UseCaseCatalog } from '../../domain/usecase/define.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { reasonField } from '../edge/fields.ts';
import { httpEdge, type HttpHandler } from '../edge/http.ts';
import type { Logger } from '../edge/logger.ts';
import { contract } from './contract.ts';
import { setUseCaseSwitch, type SwitchPorts } from './set-use-case-switch.ts';

export { contract };

const bodySchema = z.strictObject({ reason: reasonField });

export const makeHandler = (
  ports: SwitchPorts & {
    readonly useCases: UseCaseCatalog;
    readonly logger: Logger;
    readonly allowedOrigin?: string | undefined;
  },
): HttpHandler =>
  httpEdge({ ...ports, contract }, async ({ route, path, body, caller }) => {
    const useCase = ports.useCases.get(path['useCase'] ?? '');
    const { reason } = parseWith(bodySchema, body, 'request');
    const wanted = { paused: route.endsWith('/pause'), by: caller.name, reason };
    return { status: 200, body: await setUseCaseSwitch(ports, useCase, wanted) };
  });
