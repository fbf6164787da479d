import { sql } from 'kysely';
import type { Tx } from '$lib/db/connect.server';
import type { Kind } from './formats';
import { stageOf } from './stage.server';

/**
 * The columns of a kind that may be empty, and what the books know for them. Sales, of which there may be millions,
 * are told apart as they are merged.
 */
const KNOWN_VALUES: Partial<Record<Kind, { from: string; values: Record<string, string> }>> = {
  accounts: {
    from: 'account t where t.code = s.account',
    values: { region: 't.region', channel: 't.channel' }
  },
  stores: { from: 'store t where t.code = s.store', values: { city: 't.city', format: 't.format' } },
  products: {
    from: 'product t where t.code = s.product',
    values: { price_band: 't.price_band', unit_margin: 't.unit_margin_minor' }
  },
  promotions: {
    from: 'promotion t where t.code = s.promotion',
    // An actual spend is not among them: what is settled is left as it is where it is booked.
    values: {
      products: `(select string_agg(p.code, ';' order by p.code) from promotion_product pp join product p using (product_id)
        where pp.promotion_id = t.promotion_id)`,
      fund: '(select f.code from fund f where f.fund_id = t.fund_id)',
      planned_spend: 't.planned_minor'
    }
  },
  observations: {
    from: 'observation t where t.code = s.observation',
    values: {
      store: '(select store.code from store where store.store_id = t.store_id)',
      product: '(select p.code from product p where p.product_id = t.product_id)',
      tactic: 't.tactic',
      start: 't.starts_on',
      end: 't.ends_on',
      amount_low: 't.amount_low_minor',
      amount_high: 't.amount_high_minor',
      note: 't.note'
    }
  }
};

/** An empty cell is not known, and takes away nothing that is: it is filled with what the books have. */
export async function fillEmptyCells(tx: Tx, kinds: ReadonlySet<Kind>): Promise<void> {
  for (const kind of kinds) {
    const known = KNOWN_VALUES[kind];
    if (!known) continue;
    const columns = Object.entries(known.values);
    const filled = columns.map(([column, value]) => `"${column}" = coalesce(s."${column}", ${value})`);
    const isEmpty = columns.map(([column]) => `s."${column}" is null`).join(' or ');
    await sql
      .raw(`update ${stageOf(kind)} s set ${filled.join(', ')} from ${known.from} and (${isEmpty})`)
      .execute(tx);
  }
}

/** Keeps which funds and promotions a call brings for the first time; asked before they are merged. */
export async function markFirst(tx: Tx): Promise<void> {
  await sql`
    insert into stage_first
    select 'fund', fund from stage_funds where fund not in (select code from fund)
    union all
    select 'promotion', promotion from stage_promotions where promotion not in (select code from promotion)`.execute(
    tx
  );
}
