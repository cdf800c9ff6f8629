import { type Check, isArn, isPlace, matches, refuseIf, within } from '../validation.ts';
import type { NodeFunctionProps } from './node-function.ts';

/** Variables that Lambda sets itself and refuses to have set. */
const reserved =
  /^(AWS_(REGION|DEFAULT_REGION|ACCESS_KEY(_ID)?|SECRET_ACCESS_KEY|SESSION_TOKEN|LAMBDA_\w+|EXECUTION_ENV)|_HANDLER|LAMBDA_\w+|TZ)$/;

export const checkFunction = (props: NodeFunctionProps): readonly Check[] => [
  ...isPlace(props.place),
  matches('name', props.name, /^[\w-]{1,64}$/, 'at most 64 letters, digits, _ or -'),
  matches('runtime', props.runtime, /^nodejs\d\d\.x$/, 'a runtime such as nodejs22.x'),
  matches('code.sha256Base64', props.code.sha256Base64, /^[\w+/]{43}=$/, 'a SHA-256 in base64'),
  within('memoryMiB', props.memoryMiB, 128, 10_240),
  within('timeoutSeconds', props.timeoutSeconds, 1, 900),
  within('reservedConcurrency', props.reservedConcurrency, 0, 100_000),
  within('asyncRetry.maxAttempts', props.asyncRetry?.maxAttempts, 0, 2),
  within('asyncRetry.maxAgeSeconds', props.asyncRetry?.maxAgeSeconds, 60, 21_600),
  matches(
    'alias.name',
    props.alias?.name,
    /^(?!\d+$)[\w-]{1,128}$/,
    'letters, digits, _ or -, and no number',
  ),
  isArn('keyArn', props.keyArn),
  isArn('deadLetters.queueArn', props.deadLetters?.queueArn),
  refuseIf(
    props.network !== undefined && props.network.subnetIds.length === 0,
    'network.subnetIds: got none, expected at least one',
  ),
  ...Object.entries(props.environment ?? {}).flatMap(([name, value]) => [
    matches('environment', name, /^[A-Za-z]\w*$/, 'a name of letters, digits or _, beginning with a letter'),
    refuseIf(reserved.test(name), `environment.${name}: Lambda sets it itself, leave it out`),
    refuseIf(value === '', `environment.${name}: got nothing, expected a value (or no such variable)`),
  ]),
];
