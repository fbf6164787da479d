import { error } from '@sveltejs/kit';
import { fieldsOf } from './form-fields';

/** The text fields of a form that was sent. @throws 400 where the body is no form */
export async function readForm(request: Request): Promise<Record<string, string>> {
  return fieldsOf(await readFormData(request));
}

/** A form that was sent, with every value of a name. @throws 400 where the body is no form */
export async function readFormData(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch (fault) {
    // A body that is too large has its own answer.
    if (typeof (fault as { status?: unknown }).status === 'number') throw fault;
    error(400, 'The form could not be read. Open the page again and send its form.');
  }
}
