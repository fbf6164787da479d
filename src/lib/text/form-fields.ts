/** The name of a field as our pages write them. `__proto__` is none: an object that has it cannot even be sent back. */
const NAME = /^[a-z][A-Za-z0-9-]{0,39}$/;

/**
 * The fields of a form, the last of each name, text alone: a file where text is asked for, or a name that no form of
 * ours has, counts as not sent.
 */
export function fieldsOf(form: Iterable<[string, unknown]>): Record<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of form) if (NAME.test(name) && typeof value === 'string') fields.set(name, value);
  return Object.fromEntries(fields);
}
