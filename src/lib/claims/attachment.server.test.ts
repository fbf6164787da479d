import { sql } from 'kysely';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { examine } from '$lib/db/doctor.server';
import type { Upload } from '$lib/files/upload';
import { account } from '../../../tests/factories/account';
import { testDatabase } from '../../../tests/factories/database';
import { DAY } from '../../../tests/factories/fund';
import { person } from '../../../tests/factories/person';
import { attachFiles, readAttachedFile, readAttachments, takeOffAttachment } from './attachment.server';
import { enterClaim } from './enter-claim.server';

const { db, drop } = await testDatabase(16);
afterAll(drop);

let mei: number;
let accountCode: string;
beforeAll(async () => {
  mei = await person(db);
  accountCode = (await account(db)).code;
});
let claimId: number;
beforeEach(async () => (claimId = await claim()));

async function claim(): Promise<number> {
  const paper = {
    accountCode,
    reference: randomUUID(),
    kind: 'invoice' as const,
    amountMinor: 100,
    issuedOn: DAY,
    receivedOn: DAY,
    note: ''
  };
  const entered = await enterClaim(db, paper, mei, randomUUID());
  if (!entered.ok) throw new Error(entered.refusal.why);
  return entered.claimId;
}
const pdf = (name = 'bill.pdf', size = 100): Upload => ({
  name,
  type: 'application/pdf',
  content: Buffer.concat([Buffer.from('%PDF-1.7'), randomBytes(size)])
});
const attach = (uploads: Upload[], to = claimId) =>
  db.transaction().execute((tx) => attachFiles(tx, to, uploads, mei));
const names = async () => (await readAttachments(db, claimId)).map(({ name }) => name);
const files = async () =>
  Number((await db.selectFrom('file').select(db.fn.countAll().as('n')).executeTakeFirstOrThrow()).n);

it('a paper comes back byte for byte, large as it may be', async () => {
  const large = pdf('large.pdf', 9_000_000);
  expect(await attach([large])).toEqual({ ok: true });
  const [{ attachmentId, sizeBytes, by }] = (await readAttachments(db, claimId)) as [
    Awaited<ReturnType<typeof readAttachments>>[0]
  ];
  expect(sizeBytes).toBe(large.content.length);
  expect(by).toMatch(/^Person/);
  const read = await readAttachedFile(db, claimId, attachmentId);
  expect(read).toMatchObject({ name: 'large.pdf', type: 'application/pdf' });
  expect(read!.content.equals(large.content)).toBe(true);
  // Of another claim there is none of its number.
  expect(await readAttachedFile(db, await claim(), attachmentId)).toBeNull();
});

it('what is sent again, even at once, is there once; two claims may share a file', async () => {
  const paper = pdf();
  const before = await files();
  const other = await claim();
  await Promise.all([...Array.from({ length: 8 }, () => attach([paper, paper])), attach([paper], other)]);
  expect(await names()).toEqual(['bill.pdf']);
  expect(await files()).toBe(before + 1);
});

it('one that is taken off stays on record, and may be put there again', async () => {
  const paper = pdf();
  await attach([paper]);
  const [first] = await readAttachments(db, claimId);
  const off = (reason: string) => takeOffAttachment(db, claimId, first!.attachmentId, reason, mei);
  expect(await off('Of another claim')).toEqual({ ok: true });
  expect(await off('Again')).toEqual({ ok: true });
  expect((await readAttachments(db, claimId))[0]!.takenOff).toMatchObject({
    reason: 'Of another claim',
    at: expect.any(Date) as Date
  });
  await attach([paper]);
  expect(await names()).toEqual(['bill.pdf', 'bill.pdf']);
  expect(await takeOffAttachment(db, await claim(), first!.attachmentId, 'Not mine', mei)).toEqual({
    ok: false
  });
});

it('a claim has no more than it may, and none of a claim that is not there', async () => {
  expect(await attach(Array.from({ length: 50 }, () => pdf()))).toEqual({ ok: true });
  const refused = await attach([pdf()]).catch(() => null);
  expect(refused).toEqual({ ok: false, refusal: { why: 'too-many-on-claim', most: 50 } });
  expect(await attach([pdf()], 987654)).toEqual({ ok: false, refusal: { why: 'unknown' } });
});

it('the database keeps a file as it is, and the doctor finds one that is damaged', async () => {
  await attach([pdf()]);
  await expect(sql`update file set media_type = 'image/png'`.execute(db)).rejects.toThrow(
    'cannot be changed'
  );
  await expect(sql`delete from file`.execute(db)).rejects.toThrow('cannot be changed');
  await expect(sql`truncate file cascade`.execute(db)).rejects.toThrow('cannot be changed');
  await expect(
    db
      .insertInto('file')
      .values({ sha256: 'a'.repeat(64), media_type: 'image/png', size_bytes: 1, content: Buffer.from('x') })
      .execute()
  ).rejects.toThrow('file_is_its_content');
  const broken = async () =>
    (await examine(db)).flatMap(({ rule, broken }) => (broken.length > 0 ? [rule] : []));
  expect(await broken()).toEqual([]);
  // As a bad disk would: past triggers and checks.
  await sql`alter table file disable trigger user`.execute(db);
  await sql`alter table file drop constraint file_is_its_content`.execute(db);
  await sql`update file set content = overlay(content placing 'x' from 20) where size_bytes < 1000`.execute(
    db
  );
  expect(await broken()).toEqual(['A file on record is what was put there.']);
});
