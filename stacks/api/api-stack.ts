import { S3BucketCorsConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-cors-configuration/index.js';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object/index.js';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import type { ConsoleConfig } from '../../domain/api/console-config.ts';
import { scopes } from '../../domain/api/route.ts';
import type { FunctionContract } from '../../domain/function-contract.ts';
import { objectRoomOf, uploadsPrefix } from '../../functions/adapters/contract.ts';
import { contract as predict } from '../../functions/predict/contract.ts';
import { defined } from '../../modules/defined.ts';
import { type ApiFunction, HttpApi } from '../../modules/web/http-api.ts';
import { consoleOutputs } from '../console/console-stack.ts';
import type { Environment } from '../environments/schema.ts';
import type { Bundles } from '../functions/bundles.ts';
import { sharedContracts } from '../functions/contracts.ts';
import { FunctionFactory } from '../functions/platform-function.ts';
import { identityOutputs } from '../identity/identity-stack.ts';
import { PlatformStack } from '../platform-stack.ts';
import { type Shared, sharedOf } from '../shared.ts';

/** Minutes without a key or a click, after which the console signs out. */
const idleMinutes = 15;

/** The HTTP API before the functions, and what the console reads to find it. */
export class ApiStack extends PlatformStack {
  constructor(scope: Construct, environment: Environment, bundles: Bundles) {
    super(scope, { environment, kind: 'api' });
    const shared = sharedOf(this);
    const identity = this.outputsOf('identity');
    const issuerUrl = identity.getString(identityOutputs.issuerUrl);
    const clientId = identity.getString(identityOutputs.clientId);
    const console = this.outputsOf('console').getString(consoleOutputs.url);
    const { web, consoleUrl, logRetentionDays } = environment;
    // One for all use cases, which a request names; a use case's own function is for systems that call it directly.
    const predictor = new FunctionFactory(this, { shared, bundles }).make(predict);
    const pages = [
      console,
      ...(consoleUrl === undefined || web.consoleCertificateArn !== undefined ? [] : [consoleUrl]),
    ];
    const api = new HttpApi(this, 'http', {
      place: this.place,
      name: this.names.base,
      description: `API of ${this.names.base}`,
      functions: [
        toApi(predict, predictor.name, predictor.arn),
        ...sharedContracts
          .filter(({ routes = [] }) => routes.length > 0)
          .map((contract) =>
            toApi(contract, this.names.function(contract.name), this.names.functionArn(contract.name)),
          ),
      ],
      issuer: { url: issuerUrl, audience: [clientId] },
      allowedOrigins: pages,
      throttle: web.throttle,
      keyArn: shared.keyArn,
      logRetentionDays,
      ...defined({ domain: web.apiDomain }),
    });
    // Browsers put tables by addresses that the API signs, and fetch results so.
    new S3BucketCorsConfiguration(this, 'uploads-from-pages', {
      bucket: this.names.bucket(objectRoomOf(uploadsPrefix)),
      corsRule: [
        {
          allowedMethods: ['PUT', 'GET'],
          allowedOrigins: pages,
          allowedHeaders: ['content-type'],
          maxAgeSeconds: 600,
        },
      ],
    });
    this.#tellConsole(shared, { apiUrl: api.url, authority: issuerUrl, clientId });
    this.output('api_url', api.url, 'Where the API is');
    if (api.domainTarget !== undefined)
      this.output('api_domain_target', api.domainTarget, "What the API's domain has to point to");
  }

  /** `config.json` beside the console's files. */
  #tellConsole({ keyArn }: Shared, found: Pick<ConsoleConfig, 'apiUrl' | 'authority' | 'clientId'>): void {
    const config: ConsoleConfig = {
      ...found,
      // A token's scopes come from the groups: only Cognito's own are asked for.
      scope: 'openid email profile',
      environment: this.environment.name,
      idleMinutes,
    };
    new S3Object(this, 'console-config', {
      bucket: this.names.bucket('console'),
      key: 'config.json',
      content: Fn.jsonencode(config),
      contentType: 'application/json',
      cacheControl: 'no-cache',
      serverSideEncryption: 'aws:kms',
      kmsKeyId: keyArn,
    });
  }
}

const toApi = (contract: FunctionContract, name: string, invokeArn: string): ApiFunction => ({
  id: contract.name,
  name,
  invokeArn,
  routes: (contract.routes ?? []).map(({ method, path, scope }) => ({
    method,
    path,
    scope: scopes.find((one) => one === scope),
  })),
});
