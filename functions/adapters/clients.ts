/**
 * Settings of every AWS client. The SDK's defaults have no request timeout: a connection that died would hold a function
 * until its own timeout, with no error that says why.
 */
interface Limits {
  /** The longest that one attempt may take. */
  readonly requestTimeoutMs?: number;
}

/** Answers of the control and data planes are small: what has not come after 4 s will not come. */
const defaultRequestTimeoutMs = 4_000;

/**
 * Three attempts of at most 1 s to connect and 4 s to answer, with the standard mode's jittered back-off (some 100 ms)
 * between them: a failing service is reported within 16 s, before the 20 s of the shortest function and the 29 s of API
 * Gateway. Standard, not adaptive: adaptive delays first attempts too, on a rate that one container cannot know.
 */
export const clientSettings = ({ requestTimeoutMs = defaultRequestTimeoutMs }: Limits = {}) =>
  ({
    maxAttempts: 3,
    retryMode: 'standard',
    // Without throwOnRequestTimeout the SDK only logs a warning and waits on.
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
    },
  }) as const;
