import { error } from '@sveltejs/kit';
import { fieldsOf } from './form-fields';

/** No form of text alone is larger. */
export const FORM_BYTES = 512 * 1024;

/** The text fields of a form that was sent. @throws 400 where the body is no form, 413 where it is too large */
export async function readForm(request: Request): Promise<Record<string, string>> {
  return fieldsOf(await readFormData(request));
}

/**
 * A form that was sent, with every value of a name.
 *
 * @param most bytes of its body; more for a form that brings files
 * @throws 400 where the body is no form, 413 where it is too large
 */
export async function readFormData(request: Request, most = FORM_BYTES): Promise<FormData> {
  try {
    const body = await bodyOf(request, most);
    const type = request.headers.get('content-type') ?? '';
    return await new Response(body, { headers: { 'content-type': type } }).formData();
  } catch (fault) {
    // A body that is too large has its own answer.
    if (typeof (fault as { status?: unknown }).status === 'number') throw fault;
    error(400, 'The form could not be read. Open the page again and send its form.');
  }
}

/** The body of a request, read no further than it may be: what it says of its own length is not asked. */
async function bodyOf(request: Request, most: number): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const part of (request.body ?? []) as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    size += part.byteLength;
    if (size > most) error(413, `The form is larger than ${Math.floor(most / 1024)} KB. Send less at once.`);
    parts.push(part);
  }
  return new Blob(parts);
}
