import { apiUrl, client } from './client.ts';

interface Upload {
  readonly uploadId: string;
}

/**
 * Brings a file to the platform's store, by an address that is made for it.
 * @param onProgress share of the bytes that are there, 0 to 1.
 * @throws ApiError where the platform refuses, TypeError where the network fails.
 */
export async function uploadFile(
  asked: { readonly useCase: string; readonly purpose: 'dataset' | 'inference'; readonly file: File },
  onProgress: (share: number) => void,
): Promise<Upload> {
  const { useCase, purpose, file } = asked;
  const target = await client.createUpload({
    body: { useCase, purpose, fileName: file.name, bytes: file.size },
  });
  await put(target, file, onProgress);
  return { uploadId: target.uploadId };
}

/** fetch tells nothing of how far it is. */
const put = (
  target: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
  file: File,
  onProgress: (share: number) => void,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', target.url.startsWith('/') ? apiUrl(target.url) : target.url);
    for (const [name, value] of Object.entries(target.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) =>
      onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () =>
      request.status < 300
        ? resolve()
        : reject(new Error(`the store refused the file (${request.status}); choose it once more`));
    request.onerror = () => reject(new TypeError('the upload broke off'));
    request.send(file);
  });
