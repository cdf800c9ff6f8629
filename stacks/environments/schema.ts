import * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';
import { interfaceServices } from '../../modules/network/endpoints.ts';

/** An environment as data: an account and region of its own, and how careful the platform is there. */
const text = z.string().check(z.minLength(1));
const email = z.string().check(z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/));
const httpsUrl = z.string().check(z.regex(/^https:\/\/\S+$/));
const arn = (service: string) => z.string().check(z.regex(new RegExp(`^arn:aws[a-z-]*:${service}:.+$`)));
const positiveInt = z.number().check(z.int(), z.positive());

const alertEmailsSchema = z.strictObject({
  info: z._default(z.array(email), []),
  warning: z._default(z.array(email), []),
  critical: z._default(z.array(email), []),
});

/** Everything that a network can reach by an endpoint. */
export const endpoints = ['s3', 'dynamodb', ...interfaceServices] as const;

const networkSchema = z.discriminatedUnion('kind', [
  /** Functions stand in no network of the account: AWS's endpoints are reached by TLS and signed requests. */
  z.strictObject({ kind: z.literal('none') }),
  /** A network is made, without a way to the internet. */
  z.strictObject({
    kind: z.literal('private'),
    cidr: z._default(z.string().check(z.regex(/^\d{1,3}\.\d{1,3}\.0\.0\/16$/)), '10.0.0.0/16'),
    availabilityZones: z.optional(z.array(text).check(z.minLength(2))),
  }),
  /** One that is there; how functions reach AWS from it is its owner's matter, `reaches` names its endpoints. */
  z.strictObject({
    kind: z.literal('existing'),
    vpcId: z.string().check(z.regex(/^vpc-[0-9a-f]+$/)),
    subnetIds: z.array(z.string().check(z.regex(/^subnet-[0-9a-f]+$/))).check(z.minLength(2)),
    securityGroupIds: z.array(z.string().check(z.regex(/^sg-[0-9a-f]+$/))).check(z.minLength(1)),
    /** `all` where the network has a way to the internet (a NAT gateway), else the endpoints' names: `s3`, `sns`, … */
    reaches: z.union([z.literal('all'), z.array(z.enum(endpoints))]),
  }),
]);

const backendSchema = z.discriminatedUnion('kind', [
  /** The bucket that the bootstrap stack makes, unless another one is named. */
  z.strictObject({
    kind: z.literal('s3'),
    bucket: z.optional(z.string().check(z.regex(/^[a-z0-9.-]{3,63}$/))),
  }),
  /** Files below the project, for trying out. */
  z.strictObject({ kind: z.literal('local'), folder: z.string().check(z.regex(/^[\w.-]+(\/[\w.-]+)*$/)) }),
]);

/** How people and their programs come in. */
const webSchema = z.strictObject({
  /** Requests a second over all callers, and how many may come at once; above that the API answers 429. */
  throttle: z._default(z.strictObject({ ratePerSecond: positiveInt, burst: positiveInt }), {
    ratePerSecond: 200,
    burst: 400,
  }),
  /** A name of the API's own, and its certificate in the environment's region; the name then is the only way in. */
  apiDomain: z.optional(
    z.strictObject({
      name: z.string().check(z.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)),
      certificateArn: arn('acm'),
    }),
  ),
  /** Of `consoleUrl`, in us-east-1; without it the console has CloudFront's name. */
  consoleCertificateArn: z.optional(arn('acm')),
  /** A web ACL of WAF, scope CLOUDFRONT, before the console. HTTP APIs take none: they are throttled. */
  webAclArn: z.optional(arn('wafv2')),
  /** A second factor (authenticator app) when signing in: who wants it, or everybody. */
  mfa: z._default(z.enum(['optional', 'required']), 'optional'),
});

/** Where data scientists work by hand. */
const workbenchSchema = z.strictObject({
  notebook: z._default(z.strictObject({ instanceType: text, volumeGiB: positiveInt }), {
    instanceType: 'ml.t3.medium',
    volumeGiB: 20,
  }),
  /** The notebook, and each application of Studio (after an hour at the least), stops when nobody has worked in it for so long. */
  idleMinutes: z._default(positiveInt, 60),
  /** In which they stand, where the environment has no network itself: Studio asks for one. How they reach AWS is its owner's matter. */
  network: z.optional(
    z.strictObject({
      vpcId: z.string().check(z.regex(/^vpc-[0-9a-f]+$/)),
      subnetIds: z.array(z.string().check(z.regex(/^subnet-[0-9a-f]+$/))).check(z.minLength(1)),
      securityGroupIds: z.array(z.string().check(z.regex(/^sg-[0-9a-f]+$/))).check(z.minLength(1)),
    }),
  ),
  userProfiles: z._default(z.array(z.string().check(z.regex(/^[a-z0-9](-*[a-z0-9]){0,62}$/))), [
    'data-science',
  ]),
});
export type Workbench = z.output<typeof workbenchSchema>;

/** The retentions that CloudWatch Logs knows, up to ten years. */
const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const fieldsSchema = z.strictObject({
  /** Part of each name and stack. */
  name: z.string().check(z.regex(/^[a-z][a-z0-9]{1,9}$/)),
  /** The only account that plans and applies accept. */
  accountId: z.string().check(z.regex(/^\d{12}$/)),
  region: z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/)),
  partition: z._default(z.enum(['aws', 'aws-us-gov', 'aws-cn']), 'aws'),
  namePrefix: z._default(z.string().check(z.regex(/^[a-z][a-z0-9-]{0,10}[a-z0-9]$/)), 'modelkeep'),
  owner: text,
  costCenter: text,
  /** Who gets e-mails, by severity. AWS asks each address to confirm. */
  alertEmails: z._default(alertEmailsSchema, { info: [], warning: [], critical: [] }),
  network: z._default(networkSchema, { kind: 'none' }),
  /** A key that is there; its policy must hold what keyPolicyStatements in modules/security/encryption-key.ts says. */
  keyArn: z.optional(arn('kms')),
  /** Set on every role. */
  permissionsBoundaryArn: z.optional(arn('iam')),
  logRetentionDays: z._default(z.literal([...logRetentionDays]), 30),
  auditRetentionYears: z._default(positiveInt, 6),
  budgetUsdPerMonth: z._default(z.number().check(z.positive()), 500),
  /** Default of the Terraform variable `lambda_runtime`. */
  lambdaRuntime: z._default(z.string().check(z.regex(/^nodejs\d\d\.x$/)), 'nodejs22.x'),
  /** Terraform refuses to destroy what holds data or records; false is for environments that are thrown away, and teardown. */
  protect: z._default(z.boolean(), true),
  /** The four dashboards: 3 USD a month each at list price. Metrics and alarms are there without them. */
  dashboards: z._default(z.boolean(), true),
  /** X-Ray. */
  tracing: z._default(z.boolean(), false),
  /**
   * The version with which the endpoint of a use case is made, by the use case: the prefix of its files in the models'
   * bucket (`executions/<name>/`), written here when the first one is approved. Without it the use case has no endpoint
   * yet; later versions are deployed by the retraining and change nothing here.
   */
  firstModels: z._default(z.record(z.string(), z.string().check(z.regex(/^[\w.-]+(\/[\w.-]+)*\/$/))), {}),
  /**
   * An MLflow server that trainings of tables in jobs tell their figures too, never rows; the jobs' network must reach it.
   * An address with a name and password in it is refused: many read this file.
   */
  mlflowTrackingUri: z.optional(z.string().check(z.regex(/^https:\/\/[^\s@]+$/))),
  /** Watches endpoints in the place of what the use cases say. AWS gives Model Monitor to no new customers. */
  monitoringEngine: z.optional(z.enum(['modelkeep', 'model-monitor'])),
  /** Alarms link to its sections. */
  runbookUrl: httpsUrl,
  /** Where the console is, once there is one: the only origin that browsers may call the API from. */
  consoleUrl: z.optional(httpsUrl),
  web: z._default(webSchema, { throttle: { ratePerSecond: 200, burst: 400 }, mfa: 'optional' }),
  /** A notebook instance and a domain of SageMaker Studio; only where `protect` is false. */
  workbench: z.optional(workbenchSchema),
  backend: z._default(backendSchema, { kind: 's3' }),
});
const environmentSchema = fieldsSchema.check(
  z.refine(({ workbench, protect }) => workbench === undefined || !protect, {
    path: ['workbench'],
    error: 'none where protect is true: people work by hand only in environments that may be thrown away',
  }),
  z.refine(({ workbench, network }) => !workbench || network.kind !== 'none' || !!workbench.network, {
    path: ['workbench', 'network'],
    error: 'a network (vpcId, subnetIds, securityGroupIds), since the environment has none',
  }),
);

/** As written in a file: what has a default may be left out. */
export type EnvironmentDefinition = z.input<typeof environmentSchema>;
export type Environment = z.output<typeof environmentSchema>;

/**
 * @throws InvalidInputError, one line: `environment "dev": network.cird: got an unknown field, expected no field of this
 * name (check its spelling)`.
 */
export const defineEnvironment = (definition: EnvironmentDefinition): Environment =>
  parseWith(environmentSchema, definition, `environment ${JSON.stringify(definition.name)}`, {
    quoteValues: true,
  });
