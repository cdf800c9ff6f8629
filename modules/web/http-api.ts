import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api/index.js';
import { Apigatewayv2ApiMapping } from '@cdktf/provider-aws/lib/apigatewayv2-api-mapping/index.js';
import { Apigatewayv2Authorizer } from '@cdktf/provider-aws/lib/apigatewayv2-authorizer/index.js';
import { Apigatewayv2DomainName } from '@cdktf/provider-aws/lib/apigatewayv2-domain-name/index.js';
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration/index.js';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route/index.js';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage/index.js';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission/index.js';
import { Construct } from 'constructs';
import type { AwsPlace } from '../aws-place.ts';
import { LogGroup } from '../compute/log-group.ts';
import { addChecks, isPlace, matches, refuseIf, within } from '../validation.ts';

export interface ApiFunction {
  /** Part of the ids of its resources. */
  readonly id: string;
  readonly name: string;
  /** Of the function, or of its alias. */
  readonly invokeArn: string;
  readonly alias?: string;
  readonly routes: readonly {
    /** `GET`, or another method. */
    readonly method: string;
    /** `/models/{version}`. */
    readonly path: string;
    /** What the token's `scope` must hold one of; undefined lets everybody in. */
    readonly scope: string | undefined;
  }[];
}

export interface HttpApiProps {
  readonly place: AwsPlace;
  readonly name: string;
  readonly description: string;
  readonly functions: readonly ApiFunction[];
  /** Whose tokens are accepted: `https://…`, and for whom they were made. */
  readonly issuer: { readonly url: string; readonly audience: readonly string[] };
  /** The pages that browsers may call the API from. */
  readonly allowedOrigins: readonly string[];
  /** Requests a second over all callers, and how many may come at once. */
  readonly throttle: { readonly ratePerSecond: number; readonly burst: number };
  readonly keyArn: string;
  readonly logRetentionDays: number;
  /** A name of its own: without it AWS's (`https://<id>.execute-api…`), with it only this. */
  readonly domain?: { readonly name: string; readonly certificateArn: string };
}

/**
 * One line for each request, without path parameters, query and body: a route is its template, so that no id of a patient or
 * a prediction is in a log.
 */
const accessLog = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  integrationMilliseconds: '$context.integrationLatency',
  bytes: '$context.responseLength',
  caller: '$context.authorizer.claims.sub',
  problem: '$context.error.responseType',
  authorizer: '$context.authorizer.error',
});

/** An HTTP API (API Gateway, version 2) before Lambda functions: tokens checked, throttled, each request in a log. */
export class HttpApi extends Construct {
  readonly id: string;
  /** `https://…`, without a slash at the end. */
  readonly url: string;
  /** The record that a domain of one's own has to point to. */
  readonly domainTarget: string | undefined;

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    const { functions, domain } = props;
    addChecks(this, () => checksOf(props));
    const api = new Apigatewayv2Api(this, 'api', {
      name: props.name,
      description: props.description,
      protocolType: 'HTTP',
      disableExecuteApiEndpoint: domain !== undefined,
      corsConfiguration: {
        allowOrigins: [...props.allowedOrigins],
        allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
        allowHeaders: [
          'authorization',
          'content-type',
          'idempotency-key',
          'if-match',
          'if-none-match',
          'last-event-id',
        ],
        exposeHeaders: ['etag', 'location', 'retry-after'],
        maxAge: 600,
      },
    });
    this.id = api.id;
    const authorizer = new Apigatewayv2Authorizer(this, 'authorizer', {
      apiId: api.id,
      name: 'tokens',
      authorizerType: 'JWT',
      identitySources: ['$request.header.Authorization'],
      jwtConfiguration: { issuer: props.issuer.url, audience: [...props.issuer.audience] },
    });
    for (const one of functions) this.#addFunction(one, api, authorizer.id);
    const stage = this.#addStage(props, api.id);
    if (domain === undefined) {
      this.url = api.apiEndpoint;
      this.domainTarget = undefined;
      return;
    }
    const named = new Apigatewayv2DomainName(this, 'domain', {
      domainName: domain.name,
      domainNameConfiguration: {
        certificateArn: domain.certificateArn,
        endpointType: 'REGIONAL',
        securityPolicy: 'TLS_1_2',
      },
    });
    new Apigatewayv2ApiMapping(this, 'mapping', {
      apiId: api.id,
      domainName: named.domainName,
      stage: stage.name,
    });
    this.url = `https://${domain.name}`;
    this.domainTarget = named.domainNameConfiguration.targetDomainName;
  }

  #addFunction(
    { id, name, invokeArn, alias, routes }: ApiFunction,
    api: Apigatewayv2Api,
    authorizerId: string,
  ): void {
    const integration = new Apigatewayv2Integration(this, `call-${id}`, {
      apiId: api.id,
      integrationType: 'AWS_PROXY',
      integrationUri: invokeArn,
      payloadFormatVersion: '2.0',
      // The longest that API Gateway waits.
      timeoutMilliseconds: 30_000,
    });
    new LambdaPermission(this, `may-call-${id}`, {
      statementId: `api-${api.id}`,
      action: 'lambda:InvokeFunction',
      functionName: name,
      ...(alias === undefined ? {} : { qualifier: alias }),
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${api.executionArn}/*`,
    });
    for (const { method, path, scope } of routes)
      new Apigatewayv2Route(this, routeId(method, path), {
        apiId: api.id,
        routeKey: `${method} ${path}`,
        target: `integrations/${integration.id}`,
        ...(scope === undefined
          ? { authorizationType: 'NONE' }
          : { authorizationType: 'JWT', authorizerId, authorizationScopes: [scope] }),
      });
  }

  #addStage({ name, keyArn, logRetentionDays, throttle }: HttpApiProps, apiId: string): Apigatewayv2Stage {
    const log = new LogGroup(this, 'log', { name: `/aws/apigateway/${name}`, keyArn, logRetentionDays });
    return new Apigatewayv2Stage(this, 'stage', {
      apiId,
      name: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: log.arn, format: accessLog },
      defaultRouteSettings: {
        throttlingRateLimit: throttle.ratePerSecond,
        throttlingBurstLimit: throttle.burst,
        detailedMetricsEnabled: true,
      },
      // Terraform must not fight the deployments that each change of a route makes.
      lifecycle: { ignoreChanges: ['deployment_id'] },
    });
  }
}

/** `GET /models/{version}` -> `get-models-version`. */
const routeId = (method: string, path: string): string =>
  `${method.toLowerCase()}${path.replaceAll(/[{}]/g, '').replaceAll(/[^A-Za-z0-9]+/g, '-')}`;

const checksOf = ({ place, name, functions, throttle, allowedOrigins, issuer }: HttpApiProps) => [
  ...isPlace(place),
  matches('name', name, /^[\w.-]{1,128}$/, 'letters, digits or ._-'),
  within('throttle.ratePerSecond', throttle.ratePerSecond, 1, 10_000),
  within('throttle.burst', throttle.burst, 1, 5_000),
  refuseIf(functions.length === 0, 'functions: got none, expected at least one'),
  refuseIf(issuer.audience.length === 0, 'issuer.audience: got none, expected at least one'),
  ...allowedOrigins.map((origin) =>
    matches('allowedOrigins', origin, /^https:\/\/[^/*]+$/, 'https:// and a host, without a path'),
  ),
  ...functions.flatMap(({ id, routes }) =>
    routes.map(({ path }) =>
      matches(`functions.${id}`, path, /^(\/[\w.-]+|\/\{\w+\})+$/, 'a path such as /models/{version}'),
    ),
  ),
];
