/**
 * One Lambda invocation. Arguments: code folder, handler (`file.export`), result file; the event comes on stdin, the
 * logs go to stdout and stderr. The result file holds `{ok, value}`, value being the answer or Lambda's error object.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, handlerName, resultFile] = process.argv.slice(2);
const environment = process.env;

function finish(ok, value) {
  writeFileSync(resultFile, JSON.stringify({ ok, value: value === undefined ? null : value }));
  // As on Lambda, what the handler left running is not waited for.
  process.exit(0);
}

const fail = (error) =>
  finish(false, {
    errorType: error?.name ?? 'Error',
    errorMessage: String(error?.message ?? error),
    trace: String(error?.stack ?? '').split('\n'),
  });

const named = (name, message) => Object.assign(new Error(message), { name });

async function loadHandler() {
  const dot = handlerName.lastIndexOf('.');
  const [moduleName, exportName] = [handlerName.slice(0, dot), handlerName.slice(dot + 1)];
  const file = ['.js', '.mjs', '.cjs']
    .map((extension) => path.join(folder, moduleName + extension))
    .find(existsSync);
  if (!file) throw named('Runtime.ImportModuleError', `Error: Cannot find module '${moduleName}'`);
  const loaded = await import(pathToFileURL(file).href);
  const handler = loaded[exportName] ?? loaded.default?.[exportName];
  if (typeof handler === 'function') return handler;
  throw named('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`);
}

function makeContext() {
  const deadline = Date.now() + Number(environment.AWS_LAMBDA_FUNCTION_TIMEOUT) * 1000;
  return {
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: environment.EMULATOR_FUNCTION_ARN,
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: environment.EMULATOR_REQUEST_ID,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => deadline - Date.now(),
    callbackWaitsForEmptyEventLoop: true,
  };
}

// The server ends a call that takes too long. Where the server itself has ended, this does: no process is left behind.
setTimeout(() => process.exit(1), Number(environment.AWS_LAMBDA_FUNCTION_TIMEOUT) * 1000 + 1000).unref();
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
// A handler that awaits a promise which never settles: Lambda's runtime answers null.
process.on('beforeExit', () => finish(true, null));

try {
  const event = JSON.parse(readFileSync(0, 'utf8') || 'null');
  const handler = await loadHandler();
  const context = makeContext();
  const withCallback = () =>
    new Promise((resolve, reject) =>
      handler(event, context, (error, value) => (error ? reject(error) : resolve(value))),
    );
  finish(true, await (handler.length >= 3 ? withCallback() : handler(event, context)));
} catch (error) {
  fail(error);
}
