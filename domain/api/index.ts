export {
  ApiContractError,
  ApiError,
  createClient,
  type ApiAnswer,
  type ApiClient,
  type ApiInput,
  type ClientOptions,
} from './client.ts';
export { api, type Api, type OperationId } from './contract.ts';
export { scopes, type ApiProblem, type Scope } from './route.ts';
export type { LiveEvent } from './schemas/platform.ts';
export { consoleConfigSchema, type ConsoleConfig } from './console-config.ts';
