import { describe, expect, test } from '@jest/globals';
import { runInNewContext } from 'node:vm';
import { problemsOf, synth, testKeyArn, testPlace } from '../testing/synth.ts';
import { spaRouting } from './spa-routing.ts';
import { StaticSite, type StaticSiteProps } from './static-site.ts';

const props: StaticSiteProps = {
  place: testPlace,
  name: 'dev-console',
  description: 'A page',
  bucketName: 'dev-console-123456789012',
  keyArn: testKeyArn,
  contentSecurityPolicy: "default-src 'none'",
};
const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/1';

describe('a static site', () => {
  const made = synth((scope) => new StaticSite(scope, 'site', props));

  test('its bucket answers distributions of this account, and nobody else', () => {
    expect(made.statements('aws_s3_bucket_policy')).toContainEqual({
      Sid: 'CloudFront',
      Effect: 'Allow',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: ['s3:GetObject'],
      Resource: ['arn:aws:s3:::dev-console-123456789012/*'],
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudfront::123456789012:distribution/*' } },
    });
    expect(made.only('aws_s3_bucket_public_access_block')).toMatchObject({ block_public_policy: true });
    expect(made.only('aws_cloudfront_distribution')).toMatchObject({
      origin: [{ domain_name: 'dev-console-123456789012.s3.eu-central-1.amazonaws.com' }],
      default_cache_behavior: { viewer_protocol_policy: 'redirect-to-https' },
    });
  });

  test('every answer carries the security headers', () => {
    expect(made.only('aws_cloudfront_response_headers_policy')).toMatchObject({
      security_headers_config: {
        content_security_policy: { content_security_policy: "default-src 'none'", override: true },
        frame_options: { frame_option: 'DENY' },
        strict_transport_security: { include_subdomains: true },
      },
    });
  });

  test('a domain of its own speaks TLS 1.2 or newer; a web ACL stands before it', () => {
    const named = synth(
      (scope) =>
        new StaticSite(scope, 'site', {
          ...props,
          domain: { name: 'console.example.org', certificateArn },
          webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/1',
        }),
    );
    expect(named.only('aws_cloudfront_distribution')).toMatchObject({
      aliases: ['console.example.org'],
      viewer_certificate: { minimum_protocol_version: 'TLSv1.2_2021' },
      web_acl_id: expect.stringContaining('wafv2'),
    });
  });

  test('a certificate of another region fails the synth', () => {
    const domain = { name: 'a.org', certificateArn: certificateArn.replace('us-east-1', 'eu-central-1') };
    expect(problemsOf((scope) => new StaticSite(scope, 'site', { ...props, domain }))).toContain(
      'domain.certificateArn: got one of another region, expected one in us-east-1',
    );
  });
});

describe('routing at the edge', () => {
  const route = (uri: string): unknown =>
    runInNewContext(`${spaRouting}; handler({ request: { uri: ${JSON.stringify(uri)} } }).uri`);

  test.each([
    ['/', '/index.html'],
    ['/models/3', '/index.html'],
    ['/assets/index-1a2b.js', '/assets/index-1a2b.js'],
    ['/config.json', '/config.json'],
    ['/assets/missing.js', '/assets/missing.js'],
  ])('%s -> %s', (uri, file) => {
    expect(route(uri)).toBe(file);
  });
});
