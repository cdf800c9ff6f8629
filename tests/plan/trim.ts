/** The parts of a plan that a review reads, without what says nothing: small enough to be read in the repository. */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

interface Recorded {
  readonly format_version: string;
  readonly terraform_version: string;
  readonly resource_changes: Json;
  readonly resource_drift?: Json;
}

const kept = new Set([
  'address',
  'module_address',
  'mode',
  'type',
  'name',
  'index',
  'change',
  'action_reason',
  'provider_name',
]);

export function trimPlan(plan: Record<string, Json>, endpointUrl: string): Recorded {
  const changes = (name: string): Json[] => (Array.isArray(plan[name]) ? plan[name] : []);
  const text = (name: string): string => {
    const value = plan[name];
    return typeof value === 'string' ? value : '';
  };
  const trimmed = (name: string): Json =>
    changes(name).map((change) => neutral(withoutNothing(pick(change)), endpointUrl));
  return {
    format_version: text('format_version'),
    terraform_version: text('terraform_version'),
    resource_changes: trimmed('resource_changes'),
    ...(changes('resource_drift').length > 0 ? { resource_drift: trimmed('resource_drift') } : {}),
  };
}

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function pick(change: Json): Json {
  if (!isObject(change)) return change;
  const picked = Object.fromEntries(Object.entries(change).filter(([key]) => kept.has(key)));
  const { change: inner } = picked;
  // What stays as it is need not be told twice.
  return isObject(inner) && JSON.stringify(inner['actions']) === '["no-op"]'
    ? { ...picked, change: { actions: inner['actions'] ?? [], after: inner['after'] ?? null } }
    : picked;
}

/** Without null, false marks and empty lists and blocks below an attribute. */
function withoutNothing(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNothing);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]): [string, Json] => [key, withoutNothing(item)])
      .filter(([key, item]) => key === 'before' || key === 'after' || !isNothing(item)),
  );
}

const isNothing = (value: Json): boolean =>
  value === null ||
  value === '' ||
  (Array.isArray(value)
    ? value.every(isNothing)
    : typeof value === 'object' && Object.keys(value).length === 0);

/** The emulator's address as AWS's. */
const neutral = (value: Json, endpointUrl: string): Json =>
  JSON.parse(JSON.stringify(value).replaceAll(endpointUrl, 'https://emulator.example')) as Json;
