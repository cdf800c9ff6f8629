import { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution/index.js';
import { CloudfrontFunction } from '@cdktf/provider-aws/lib/cloudfront-function/index.js';
import { CloudfrontOriginAccessControl } from '@cdktf/provider-aws/lib/cloudfront-origin-access-control/index.js';
import { CloudfrontResponseHeadersPolicy } from '@cdktf/provider-aws/lib/cloudfront-response-headers-policy/index.js';
import { Construct } from 'constructs';
import { type AwsPlace, bucketArnOf } from '../aws-place.ts';
import { PrivateBucket } from '../storage/private-bucket.ts';
import { addChecks, matches, refuseIf } from '../validation.ts';
import { spaRouting } from './spa-routing.ts';

export interface StaticSiteProps {
  readonly place: AwsPlace;
  readonly name: string;
  readonly description: string;
  readonly bucketName: string;
  /** Its policy must let CloudFront read (keyPolicyStatements does). */
  readonly keyArn: string;
  readonly accessLogs?: { readonly bucketName: string; readonly prefix: string };
  /** Content-Security-Policy of every answer. */
  readonly contentSecurityPolicy: string;
  /** A name of its own; the certificate lies in us-east-1, where CloudFront looks. */
  readonly domain?: { readonly name: string; readonly certificateArn: string };
  /** Of WAF (scope CLOUDFRONT). */
  readonly webAclArn?: string;
  readonly protect?: boolean;
}

/** AWS's own policy "CachingOptimized": by path alone, compressed; a file's Cache-Control decides how long. */
const cachingOptimized = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const secondsOfTwoYears = 63_072_000;

/** The distributions of this account. */
const distributionsArn = ({ partition = 'aws', accountId }: AwsPlace): string =>
  `arn:${partition}:cloudfront::${accountId}:distribution/*`;

/** A page of one's own behind CloudFront: the bucket answers to nobody else, every answer carries the security headers. */
export class StaticSite extends Construct {
  /** `https://…`, without a slash at the end. */
  readonly url: string;
  readonly distributionId: string;
  /** What a domain of one's own has to point to. */
  readonly domainTarget: string;

  constructor(scope: Construct, id: string, props: StaticSiteProps) {
    super(scope, id);
    const { place, name, bucketName, domain } = props;
    addChecks(this, () => [
      matches('name', name, /^[A-Za-z0-9_-]{1,64}$/, '1 to 64 letters, digits, _ or -'),
      refuseIf(
        domain !== undefined && !/^arn:aws[a-z-]*:acm:us-east-1:/.test(domain.certificateArn),
        'domain.certificateArn: got one of another region, expected one in us-east-1, where CloudFront looks',
      ),
    ]);
    const access = new CloudfrontOriginAccessControl(this, 'access', {
      name,
      originAccessControlOriginType: 's3',
      signingBehavior: 'always',
      signingProtocol: 'sigv4',
    });
    const routing = new CloudfrontFunction(this, 'routing', {
      name,
      runtime: 'cloudfront-js-2.0',
      comment: 'Addresses of the page that name no file',
      code: spaRouting,
      publish: true,
    });
    const headers = this.#headers(name, props.contentSecurityPolicy);
    const distribution = new CloudfrontDistribution(this, 'distribution', {
      enabled: true,
      comment: props.description,
      defaultRootObject: 'index.html',
      httpVersion: 'http2and3',
      isIpv6Enabled: true,
      priceClass: 'PriceClass_100',
      origin: [
        {
          originId: 'site',
          // By name, so that the bucket's policy can name the distribution without a circle.
          domainName: `${bucketName}.s3.${place.region}.amazonaws.com`,
          originAccessControlId: access.id,
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: 'site',
        viewerProtocolPolicy: 'redirect-to-https',
        allowedMethods: ['GET', 'HEAD'],
        cachedMethods: ['GET', 'HEAD'],
        compress: true,
        cachePolicyId: cachingOptimized,
        responseHeadersPolicyId: headers,
        functionAssociation: [{ eventType: 'viewer-request', functionArn: routing.arn }],
      },
      restrictions: { geoRestriction: { restrictionType: 'none' } },
      viewerCertificate:
        domain === undefined
          ? { cloudfrontDefaultCertificate: true }
          : {
              acmCertificateArn: domain.certificateArn,
              minimumProtocolVersion: 'TLSv1.2_2021',
              sslSupportMethod: 'sni-only',
            },
      ...(domain === undefined ? {} : { aliases: [domain.name] }),
      ...(props.webAclArn === undefined ? {} : { webAclId: props.webAclArn }),
    });
    this.distributionId = distribution.id;
    this.domainTarget = distribution.domainName;
    this.url = `https://${domain?.name ?? distribution.domainName}`;
    new PrivateBucket(this, 'files', {
      place,
      name: bucketName,
      keyArn: props.keyArn,
      lifecycle: [{ id: 'older-versions', expireNoncurrentAfterDays: 30 }],
      // A few small files, read at once.
      intelligentTiering: false,
      ...(props.accessLogs === undefined ? {} : { accessLogs: props.accessLogs }),
      ...(props.protect === undefined ? {} : { protect: props.protect }),
      statements: [
        {
          sid: 'CloudFront',
          principals: { services: ['cloudfront.amazonaws.com'] },
          actions: ['s3:GetObject'],
          resources: [bucketArnOf(place, bucketName, '*')],
          // By pattern, not by the distribution's own ARN: the policy is then readable in a plan.
          conditions: { ArnLike: { 'aws:SourceArn': distributionsArn(place) } },
        },
      ],
    });
  }

  #headers(name: string, contentSecurityPolicy: string): string {
    return new CloudfrontResponseHeadersPolicy(this, 'headers', {
      name,
      securityHeadersConfig: {
        contentSecurityPolicy: { contentSecurityPolicy, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: 'DENY', override: true },
        referrerPolicy: { referrerPolicy: 'no-referrer', override: true },
        strictTransportSecurity: {
          accessControlMaxAgeSec: secondsOfTwoYears,
          includeSubdomains: true,
          preload: true,
          override: true,
        },
      },
      customHeadersConfig: {
        items: [
          { header: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()', override: true },
          { header: 'Cross-Origin-Opener-Policy', value: 'same-origin', override: true },
        ],
      },
    }).id;
  }
}
