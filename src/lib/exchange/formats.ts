/** What a cell holds. `money` has the decimals of the currency, `price` up to four; `signed` ones may be negative. */
export type CellType =
  | 'code'
  | 'codes'
  | 'text'
  | 'day'
  | 'monday'
  | 'money'
  | 'signed_money'
  | 'price'
  | 'count'
  | 'signed_count'
  | 'share'
  | 'choice';

export interface Column {
  name: string;
  type: CellType;
  isRequired: boolean;
  /** For a choice. */
  values?: readonly string[];
}

export const KINDS = [
  'accounts',
  'stores',
  'products',
  'funds',
  'promotions',
  'sell_in',
  'sell_through',
  'observations'
] as const;
/** In the order in which they may refer to each other. */
export type Kind = (typeof KINDS)[number];

export interface Format {
  kind: Kind;
  columns: readonly Column[];
  /** Columns that together name a row. */
  key: readonly string[];
}

const needed = (name: string, type: CellType, values?: readonly string[]): Column => ({
  name,
  type,
  isRequired: true,
  ...(values && { values })
});
const open = (name: string, type: CellType, values?: readonly string[]): Column => ({
  name,
  type,
  isRequired: false,
  ...(values && { values })
});

const TACTICS = [
  'price',
  'display',
  'promoter',
  'gift',
  'sales_incentive',
  'listing',
  'volume_rebate',
  'co_op_advertising',
  'push_agreement'
];

/** The one description of every file that goes in and comes out. */
export const FORMATS: Record<Kind, Format> = {
  accounts: {
    kind: 'accounts',
    columns: [
      needed('account', 'code'),
      needed('name', 'text'),
      open('region', 'text'),
      open('channel', 'text')
    ],
    key: ['account']
  },
  stores: {
    kind: 'stores',
    columns: [
      needed('store', 'code'),
      needed('account', 'code'),
      needed('name', 'text'),
      open('city', 'text'),
      open('format', 'text')
    ],
    key: ['store']
  },
  products: {
    kind: 'products',
    columns: [
      needed('product', 'code'),
      needed('name', 'text'),
      needed('brand', 'code'),
      needed('owner', 'choice', ['own', 'competitor']),
      open('price_band', 'text'),
      // A product may be sold at a loss.
      open('unit_margin', 'signed_money')
    ],
    key: ['product']
  },
  funds: {
    kind: 'funds',
    columns: [
      needed('fund', 'code'),
      needed('name', 'text'),
      needed('period_start', 'day'),
      needed('period_end', 'day'),
      needed('amount', 'money')
    ],
    key: ['fund']
  },
  promotions: {
    kind: 'promotions',
    columns: [
      needed('promotion', 'code'),
      needed('account', 'code'),
      open('products', 'codes'),
      needed('tactic', 'choice', TACTICS),
      needed('start', 'day'),
      needed('end', 'day'),
      open('fund', 'code'),
      open('planned_spend', 'money'),
      open('actual_spend', 'money')
    ],
    key: ['promotion']
  },
  sell_in: {
    kind: 'sell_in',
    columns: [
      needed('order', 'code'),
      needed('account', 'code'),
      needed('product', 'code'),
      needed('ordered_on', 'day'),
      // A return is an order of less than nothing.
      needed('units', 'signed_count'),
      open('net_value', 'signed_money')
    ],
    key: ['order', 'product']
  },
  sell_through: {
    kind: 'sell_through',
    columns: [
      needed('account', 'code'),
      open('store', 'code'),
      needed('product', 'code'),
      needed('week', 'monday'),
      // A week in which more came back than went out says nothing of demand: it is left empty, not negative.
      open('units', 'count'),
      open('stock_on_hand', 'count'),
      open('price', 'price'),
      open('display', 'share')
    ],
    key: ['account', 'store', 'product', 'week']
  },
  observations: {
    kind: 'observations',
    columns: [
      needed('observation', 'code'),
      needed('seen_on', 'day'),
      needed('account', 'code'),
      open('store', 'code'),
      needed('brand', 'code'),
      open('product', 'code'),
      needed('kind', 'choice', ['spend', 'stock_out', 'restock', 'price', 'display', 'promoter']),
      open('tactic', 'choice', TACTICS),
      open('start', 'day'),
      open('end', 'day'),
      open('amount_low', 'money'),
      open('amount_high', 'money'),
      needed('source', 'choice', ['store', 'public', 'account']),
      open('note', 'text')
    ],
    key: ['observation']
  }
};

export type Detection =
  | { ok: true; format: Format }
  | { ok: false; nearest: Kind; missing: string[]; unknown: string[]; twice: string[] };

/**
 * Which kind of file a header belongs to: its columns are all of one format's, in any order, the needed ones present.
 *
 * @param fileName tells which kind was meant where the header fits none
 */
export function detectFormat(header: readonly string[], fileName = ''): Detection {
  const twice = header.filter((column, i) => header.indexOf(column) !== i);
  const meant = kindNamed(fileName);
  const scored = KINDS.map((kind) => {
    const { columns } = FORMATS[kind];
    const missing = columns
      .filter(({ name, isRequired }) => isRequired && !header.includes(name))
      .map(({ name }) => name);
    const unknown = header.filter((name) => !columns.some((column) => column.name === name));
    return { kind, missing, unknown, faults: missing.length + unknown.length };
  }).sort((a, b) => a.faults - b.faults || Number(b.kind === meant) - Number(a.kind === meant));
  const best = scored[0]!;
  if (best.faults === 0 && twice.length === 0) return { ok: true, format: FORMATS[best.kind] };
  const nearest = scored.find(({ kind }) => kind === meant) ?? best;
  return { ok: false, nearest: nearest.kind, missing: nearest.missing, unknown: nearest.unknown, twice };
}

/** `2026_sell_through.csv` means sell_through; the longest name that fits. */
function kindNamed(fileName: string): Kind | null {
  const plain = fileName.toLowerCase().replace(/[\s-]+/g, '_');
  return [...KINDS].sort((a, b) => b.length - a.length).find((kind) => plain.includes(kind)) ?? null;
}
