import { describe, expect, test } from '@jest/globals';
import { problemsOf, synth, testKeyArn, testPlace } from '../testing/synth.ts';
import { HttpApi, type HttpApiProps } from './http-api.ts';

const functionArn = 'arn:aws:lambda:eu-central-1:123456789012:function:dev-read-models';
const props: HttpApiProps = {
  place: testPlace,
  name: 'dev',
  description: 'An API',
  functions: [
    {
      id: 'read-models',
      name: 'dev-read-models',
      invokeArn: functionArn,
      routes: [
        { method: 'GET', path: '/models', scope: 'reader' },
        { method: 'GET', path: '/models/{version}', scope: 'reader' },
        { method: 'GET', path: '/health', scope: undefined },
      ],
    },
  ],
  issuer: { url: 'https://cognito-idp.eu-central-1.amazonaws.com/pool', audience: ['client'] },
  allowedOrigins: ['https://console.example.org'],
  throttle: { ratePerSecond: 200, burst: 400 },
  keyArn: testKeyArn,
  logRetentionDays: 30,
};
const made = synth((scope) => new HttpApi(scope, 'api', props));

describe('an HTTP API', () => {
  test('asks for a token with the scope of the route, and for none where a route is open', () => {
    const routes = made
      .all('aws_apigatewayv2_route')
      .map((route) => [route['route_key'], route['authorization_type'], route['authorization_scopes']]);
    expect(routes).toEqual(
      expect.arrayContaining([
        ['GET /models', 'JWT', ['reader']],
        ['GET /models/{version}', 'JWT', ['reader']],
        ['GET /health', 'NONE', undefined],
      ]),
    );
    expect(made.only('aws_apigatewayv2_authorizer')).toMatchObject({
      authorizer_type: 'JWT',
      jwt_configuration: { audience: ['client'], issuer: props.issuer.url },
    });
  });

  test('may call the function, for this API only', () => {
    expect(made.only('aws_lambda_permission')).toMatchObject({
      function_name: 'dev-read-models',
      principal: 'apigateway.amazonaws.com',
      source_arn: expect.stringMatching(/execution_arn}\/\*$/),
    });
  });

  test('is throttled, and logs each request by its template: no path, query or body', () => {
    const stage = made.only('aws_apigatewayv2_stage');
    expect(stage['default_route_settings']).toMatchObject({
      throttling_rate_limit: 200,
      throttling_burst_limit: 400,
    });
    const { format } = stage['access_log_settings'] as { format: string };
    const variables = Object.values(JSON.parse(format) as Record<string, string>);
    expect(variables).toContain('$context.routeKey');
    expect(
      variables.filter((variable) => /path|queryString|body|sourceIp|userAgent/i.test(variable)),
    ).toEqual([]);
    expect(made.only('aws_cloudwatch_log_group')).toMatchObject({ kms_key_id: testKeyArn });
  });

  test("answers only the console's page", () => {
    expect(made.only('aws_apigatewayv2_api')).toMatchObject({
      cors_configuration: { allow_origins: ['https://console.example.org'] },
      disable_execute_api_endpoint: false,
    });
  });

  test('with a name of its own is reached by no other', () => {
    const named = synth(
      (scope) =>
        new HttpApi(scope, 'api', {
          ...props,
          domain: {
            name: 'api.example.org',
            certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/1',
          },
        }),
    );
    expect(named.only('aws_apigatewayv2_api')['disable_execute_api_endpoint']).toBe(true);
    expect(named.only('aws_apigatewayv2_domain_name')).toMatchObject({
      domain_name_configuration: { security_policy: 'TLS_1_2' },
    });
  });

  test.each<[string, Partial<HttpApiProps>, string]>([
    ['any origin', { allowedOrigins: ['https://*'] }, 'allowedOrigins: got "https://*"'],
    ['an origin with a path', { allowedOrigins: ['https://a.org/x'] }, 'allowedOrigins: got'],
    ['no function', { functions: [] }, 'functions: got none'],

    ['no audience', { issuer: { url: 'https://a.org', audience: [] } }, 'issuer.audience: got none'],
    ['no limit', { throttle: { ratePerSecond: 0, burst: 1 } }, 'throttle.ratePerSecond: got 0'],
  ])('%s fails the synth', (_what, change, message) => {
    expect(problemsOf((scope) => new HttpApi(scope, 'api', { ...props, ...change }))).toContain(message);
  });
});
