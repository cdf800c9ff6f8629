/**
 * Runs at CloudFront's edges (cloudfront-js-2.0): an address of the page that names no file, such as /models/3, is answered with
 * the page itself, which then shows it. A missing file stays missing.
 */
export const spaRouting = `function handler(event) {
  var request = event.request;
  var last = request.uri.substring(request.uri.lastIndexOf('/') + 1);
  if (last.indexOf('.') === -1) request.uri = '/index.html';
  return request;
}
`;
