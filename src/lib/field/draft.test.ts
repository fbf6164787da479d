import { expect, it } from 'vitest';
import { type Draft, draftKey, type DraftStorage, keepDraft, readDraft, readDrafts } from './draft';

function phone(): DraftStorage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (i) => [...kept.keys()][i] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key)
  };
}

const draft = (at: number, values: Partial<Draft> = {}): Draft => ({
  id: 'one',
  at,
  begunOn: '2026-11-25',
  href: '/field?kind=spend',
  title: 'Competitor activity',
  values: { what: 'brand:Beacon' },
  ...values
});

it('finds a person’s own drafts, the latest first, and nobody else’s', () => {
  const storage = phone();
  keepDraft(storage, draftKey(1, 'spend'), draft(10));
  keepDraft(storage, draftKey(1, 'stock_out'), draft(20));
  keepDraft(storage, draftKey(12, 'spend'), draft(30));
  storage.setItem('theme', 'dark');
  expect(readDrafts(storage, 1).map(({ draft: { at } }) => at)).toEqual([20, 10]);
});

it.each([
  ['no JSON', '{'],
  ['nothing', 'null'],
  ['another shape', '{"id":"one"}'],
  ['an address elsewhere', JSON.stringify(draft(1, { href: 'https://example.com' }))],
  ['a choice that is no text', JSON.stringify({ ...draft(1), values: { what: 1 } })]
])('%s is no draft', (_, text) => {
  const storage = phone();
  storage.setItem(draftKey(1, 'x'), text);
  expect(readDraft(storage, draftKey(1, 'x'))).toBeNull();
  expect(readDrafts(storage, 1)).toEqual([]);
});

it('a phone that keeps nothing does not stop the report', () => {
  const full = () => {
    throw new Error('QuotaExceededError');
  };
  expect(() => keepDraft({ ...phone(), setItem: full }, 'x', draft(1))).not.toThrow();
});
