import type { Construct } from 'constructs';
import { defined } from '../../modules/defined.ts';
import { StaticSite } from '../../modules/web/static-site.ts';
import type { Environment } from '../environments/schema.ts';
import { PlatformStack } from '../platform-stack.ts';
import { sharedOf } from '../shared.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';

/** Outputs that the stacks behind need: its address is known only after it is made. */
export const consoleOutputs = { url: 'console_url' } as const;

/**
 * The console's page: a bucket and CloudFront. It comes before sign-in and API, which have to know its address; its files and
 * config.json are put there after them (docs/adr/0009).
 */
export class ConsoleStack extends PlatformStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, { environment, kind: 'console' });
    const { consoleUrl, web, protect } = environment;
    const site = new StaticSite(this, 'site', {
      place: this.place,
      name: this.names.site,
      description: `Console of ${this.names.base}`,
      bucketName: this.names.bucket('console'),
      keyArn: sharedOf(this).keyArn,
      accessLogs: { bucketName: this.names.bucket('logs'), prefix: 'console/' },
      contentSecurityPolicy: contentSecurityPolicy(this.names, environment),
      protect,
      ...defined({
        webAclArn: web.webAclArn,
        domain:
          consoleUrl !== undefined && web.consoleCertificateArn !== undefined
            ? { name: new URL(consoleUrl).host, certificateArn: web.consoleCertificateArn }
            : undefined,
      }),
    });
    this.output(consoleOutputs.url, site.url, 'Where the console is');
    this.output('console_bucket', this.names.bucket('console'), 'Where its files lie');
    this.output('console_distribution', site.distributionId, 'To be told of new files');
    this.output('console_domain_target', site.domainTarget, 'What a domain of your own has to point to');
  }
}
