import { expect, it } from 'vitest';
import { fieldsOf } from './form-fields';
import { readForm } from './form.server';

it('a form is its text fields, the last of each name', () => {
  expect(
    fieldsOf([
      ['name', 'a'],
      ['name', 'b'],
      ['yearStartMonth', '4']
    ])
  ).toEqual({ name: 'b', yearStartMonth: '4' });
});

it('a file, or a name that no form of ours has, was not sent', () => {
  const form = new FormData();
  form.set('name', new File(['x'], 'x.txt'));
  for (const name of ['__proto__', '', '.', 'a b', 'x'.repeat(41)]) form.set(name, 'y');
  form.set('constructor', 'z');
  const fields = fieldsOf(form);
  expect(Object.entries(fields)).toEqual([['constructor', 'z']]);
  expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
});

const sent = (body: string, type: string) =>
  readForm(
    new Request('http://here.invalid', {
      method: 'POST',
      body,
      headers: type ? { 'content-type': type } : {}
    })
  );

it('a body that is no form is the fault of whoever sent it', async () => {
  expect(await sent('a=1&b=%C3%A9', 'application/x-www-form-urlencoded')).toEqual({ a: '1', b: 'é' });
  for (const type of ['application/json', 'text/plain', '', 'multipart/form-data; boundary=x'])
    await expect(sent('{"a":1}', type), type).rejects.toMatchObject({ status: 400 });
});
