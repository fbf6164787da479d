/**
 * The files of a form's field that were chosen; a browser sends an empty one without a name where none was.
 *
 * @param name of the field
 */
export async function sentFiles(
  form: FormData,
  name: string
): Promise<{ name: string; content: Uint8Array }[]> {
  const chosen = form
    .getAll(name)
    .filter((value): value is File => value instanceof File && (value.name !== '' || value.size > 0));
  return Promise.all(
    chosen.map(async (file) => ({ name: file.name, content: new Uint8Array(await file.arrayBuffer()) }))
  );
}
