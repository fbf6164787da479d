import { normalForm } from '$lib/text/normal-form';
import { z } from 'zod';
import type { Day } from '$lib/calendar/day';
import type { Claim, ClaimKind } from './claim';
import { newClaimInput } from './claim.input';
import { SHEET_COLUMNS, type SheetColumn } from './claim-sheet';

/** More are sent in several goes, each of which somebody can look through. */
export const MOST_ROWS = 1000;
/** With its head and its empty lines. */
export const MOST_LINES = 3000;

/** What people call the columns in their own sheets, beside what the page calls them. */
const ALSO: Record<SheetColumn, readonly string[]> = {
  account: ['account', 'customer', 'retailer', '客户', '客戶'],
  reference: [
    'number',
    'reference',
    'claim',
    'claim number',
    'invoice',
    'invoice number',
    '单号',
    '單號',
    '发票号',
    '發票號'
  ],
  amount: ['amount', 'total', '金额', '金額'],
  issued: ['date', 'issued', 'invoice date', 'claim date', '日期', '开票日期', '開票日期'],
  received: ['received', '收到'],
  kind: ['kind', 'type', '类型', '類型'],
  note: ['note', 'text', 'description', '说明', '說明', '备注', '備註']
};
const KINDS: Record<string, ClaimKind> = {
  invoice: 'invoice',
  bill: 'invoice',
  发票: 'invoice',
  發票: 'invoice',
  deduction: 'deduction',
  账扣: 'deduction',
  帳扣: 'deduction'
};

type OnFile = Pick<Claim, 'claimId' | 'reference' | 'amountMinor' | 'issuedOn'> & { account: string };

/** What a sheet is read beside. */
export interface SheetContext {
  accounts: readonly { code: string; name: string }[];
  /** Claims that are on file already, of any account. */
  onFile: readonly OnFile[];
  currency: string;
  /** When a claim came in whose row does not say. */
  today: Day;
  /** What the page calls the columns. */
  labels: Record<SheetColumn, string>;
}

export interface SheetFault {
  column: SheetColumn;
  /** A code of `newClaimInput`, or one of the sheet's own. */
  why: string;
  /** The claim that has the number already. */
  claimId?: number;
}

export interface SheetClaim {
  accountCode: string;
  accountName: string;
  reference: string;
  kind: ClaimKind;
  amountMinor: number;
  issuedOn: Day;
  receivedOn: Day;
  note: string;
}

export interface SheetRow {
  /** Of the sheet, counted from 1, the head among them. */
  line: number;
  cells: Record<SheetColumn, string>;
  faults: SheetFault[];
  /** What would be entered; null where something is wrong. */
  claim: SheetClaim | null;
  /** The claim that is on file just so: nothing is entered for it. */
  sameAs: number | null;
}

export type ReadSheet =
  | { ok: true; rows: SheetRow[]; leftOut: string[] }
  | { ok: false; why: 'empty' | 'too-many'; count: number }
  | { ok: false; why: 'no-column'; columns: SheetColumn[] }
  /** The head of the amounts names another currency than that of the books. */
  | { ok: false; why: 'other-currency'; said: string };

const NEEDED: readonly SheetColumn[] = ['account', 'reference', 'amount', 'issued'];
const plain = (text: string) => normalForm(text.slice(0, 8000), 'NFKC').trim().toLowerCase();
/** A head without its currency: `Amount (USD)` is the amount. */
const headOf = (text: string) =>
  plain(text)
    .replace(/\s*\([^)]*\)$/, '')
    .replaceAll('’', "'");

/**
 * Reads claims out of the cells of a sheet: by its head where it has one, else by the order of `SHEET_COLUMNS`.
 *
 * @param table lines of cells; empty lines are skipped
 */
export function readClaimSheet(table: readonly (readonly string[])[], context: SheetContext): ReadSheet {
  const lines = table
    .map((cells, at) => ({ line: at + 1, cells }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const head = lines[0] ? columnsOf(lines[0].cells, context.labels) : null;
  const body = head ? lines.slice(1) : lines;
  if (body.length === 0) return { ok: false, why: 'empty', count: 0 };
  if (body.length > MOST_ROWS || table.length > MOST_LINES)
    return { ok: false, why: 'too-many', count: body.length };
  const columns: readonly (SheetColumn | null)[] = head ?? SHEET_COLUMNS;
  const missing = NEEDED.filter((column) => !columns.includes(column));
  if (missing.length > 0) return { ok: false, why: 'no-column', columns: missing };
  const said = head && /\(([A-Z]{3})\)/.exec(lines[0]!.cells[head.indexOf('amount')]!.toUpperCase())?.[1];
  if (said && said !== context.currency) return { ok: false, why: 'other-currency', said };
  const onFile = new Map(context.onFile.map((each) => [nameOf(each.account, each.reference), each]));
  const input = rowInput(context.currency);
  const seen = new Map<string, number>();
  return {
    ok: true,
    rows: body.map(({ line, cells }) => readRow(line, cells, columns, { ...context, input, onFile }, seen)),
    leftOut: head ? lines[0]!.cells.filter((cell, at) => head[at] === null && cell.trim() !== '') : []
  };
}

/** Which column each cell of a head stands for, null for none of ours; null where the line is no head. */
function columnsOf(
  cells: readonly string[],
  labels: Record<SheetColumn, string>
): (SheetColumn | null)[] | null {
  const taken = new Set<SheetColumn>();
  const columns = cells.map((cell) => {
    const name = headOf(cell);
    const found = SHEET_COLUMNS.find(
      (column) => !taken.has(column) && (headOf(labels[column]) === name || ALSO[column].includes(name))
    );
    if (found) taken.add(found);
    return found ?? null;
  });
  return taken.size >= 2 ? columns : null;
}

/** The same for every row, and made once. */
interface ReadContext extends Omit<SheetContext, 'onFile'> {
  input: ReturnType<typeof rowInput>;
  onFile: ReadonlyMap<string, OnFile>;
}
const rowInput = (currency: string) => newClaimInput(currency).omit({ key: true });

function readRow(
  line: number,
  given: readonly string[],
  columns: readonly (SheetColumn | null)[],
  context: ReadContext,
  seen: Map<string, number>
): SheetRow {
  const cells = Object.fromEntries(
    SHEET_COLUMNS.map((column) => [column, (given[columns.indexOf(column)] ?? '').trim()])
  ) as Record<SheetColumn, string>;
  const faults: SheetFault[] = [];
  const accounts = accountsOf(cells.account, context.accounts);
  if (cells.account && accounts.length !== 1)
    faults.push({ column: 'account', why: accounts.length === 0 ? 'unknown-account' : 'ambiguous-account' });
  const kind = cells.kind === '' ? 'invoice' : KINDS[plain(cells.kind)];
  if (!kind) faults.push({ column: 'kind', why: 'unknown-kind' });
  const parsed = context.input.safeParse({
    ...cells,
    kind: kind ?? 'invoice',
    issued: isoDay(cells.issued),
    received: cells.received === '' ? context.today : isoDay(cells.received)
  });
  if (!parsed.success) {
    const wrong = z.flattenError(parsed.error).fieldErrors;
    for (const column of SHEET_COLUMNS) {
      // What is empty is missing, whatever else it is not.
      if (wrong[column]) faults.push({ column, why: cells[column] === '' ? 'missing' : wrong[column][0]! });
    }
  }
  const [account] = accounts;
  const row: SheetRow = { line, cells, faults, claim: null, sameAs: null };
  if (!parsed.success || faults.length > 0 || !account) return row;
  const { reference, amount, issued, received, note } = parsed.data;
  const name = nameOf(account.code, reference);
  const earlier = seen.get(name);
  seen.set(name, earlier ?? line);
  if (earlier !== undefined) return { ...row, faults: [{ column: 'reference', why: 'twice' }] };
  const found = context.onFile.get(name);
  if (found)
    return found.amountMinor === amount && found.issuedOn === issued
      ? { ...row, sameAs: found.claimId }
      : { ...row, faults: [{ column: 'reference', why: 'on-file', claimId: found.claimId }] };
  return {
    ...row,
    claim: {
      accountCode: account.code,
      accountName: account.name,
      reference,
      kind: kind!,
      amountMinor: amount,
      issuedOn: issued,
      receivedOn: received,
      note
    }
  };
}

/** A claim by what is its own: the account, and the account’s number. */
const nameOf = (account: string, reference: string) => JSON.stringify([account, reference]);

/** The accounts that a cell can mean: one by its code, else those by their name. */
function accountsOf(text: string, accounts: SheetContext['accounts']): { code: string; name: string }[] {
  const said = plain(text);
  const byCode = accounts.filter(({ code }) => plain(code) === said);
  return byCode.length > 0 ? byCode : accounts.filter(({ name }) => plain(name) === said);
}

/**
 * A day with its year first, as spreadsheets write it, with dashes. Others are left as they are, and refused: 11/12/2026
 * is one day to some and another to others.
 */
function isoDay(text: string): string {
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain(text));
  return parts ? `${parts[1]}-${parts[2]!.padStart(2, '0')}-${parts[3]!.padStart(2, '0')}` : text;
}
