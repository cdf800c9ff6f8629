import { defineContract } from '../../domain/function-contract.ts';

export const contract = defineContract({
  name: 'grant-scopes',
  description: "Writes the scopes of somebody's groups into the access token",
  kind: 'event',
  memoryMiB: 128,
  // Cognito waits for 5 seconds, and asks three times.
  timeoutSeconds: 5,
  environment: [],
  actions: [],
});
