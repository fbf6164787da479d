import { error } from '@sveltejs/kit';
import { readAttachedFile } from '$lib/claims/attachment.server';
import { database } from '$lib/db/connect.server';
import { inlineNamed } from '$lib/files/file-name';
import { idOf } from '$lib/text/id';
import type { RequestHandler } from './$types';

/** A paper of a claim. It is named by its content, so that a browser that has it need not fetch it again. */
export const GET: RequestHandler = async ({ params, request }) => {
  const file = await readAttachedFile(database(), idOf(params.claim), idOf(params.attachment));
  if (!file) error(404, 'No such paper.');
  const headers = {
    'content-disposition': inlineNamed(file.name),
    // Asked for each time, so that it is closed to whoever may no longer see it.
    'cache-control': 'private, no-cache',
    etag: `"${file.sha256}"`,
    // Somebody else made it: it is shown, and nothing in it runs or fetches.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin'
  };
  if (request.headers.get('if-none-match') === headers.etag)
    return new Response(null, { status: 304, headers });
  return new Response(new Uint8Array(file.content), { headers: { ...headers, 'content-type': file.type } });
};
