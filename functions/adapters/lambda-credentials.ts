/**
 * Stands in for @aws-sdk/credential-provider-node in the bundles of functions (an alias of the bundler): Lambda gives the
 * keys of a function's role by environment variables, for as long as the process lives. The original also looks for
 * profiles, single sign-on, web identities and instance metadata, with 110 to 135 KB of clients for those.
 */
interface LambdaCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The name and form that the SDK's clients import. */
export const defaultProvider = () => async (): Promise<LambdaCredentials> => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
    throw new Error(
      'no AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: this bundle is made for AWS Lambda, which sets them',
    );
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
};
