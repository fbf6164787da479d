import { addDays } from '$lib/calendar/day';
import { formatDayRange } from '$lib/calendar/format';
import type { StockOutInterval } from '$lib/competitors/stock-out';
import * as m from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import type { AccountRow, StockOut } from '$lib/timeline/timeline';
import type { AccountFacts } from './account-facts';
import type { EmptyShelf, PictureFrame, RowFindings } from './account-row';
import { competitorBar, ownBar } from './bar.text';
import { stockOutText, type Wording } from './reason.text';
import { rowSentence, windowMark } from './row.text';

/** One account's row as the picture shows it: what was found, with names, sentences and addresses. */
export function accountRow(
  facts: AccountFacts,
  found: RowFindings,
  frame: Pick<PictureFrame, 'asOf' | 'today'>,
  words: Wording
): AccountRow {
  const { asOf, today } = frame;
  const windows = found.windows.map((one) => windowMark(one, frame, found.budget?.fund ?? null, words));
  return {
    code: facts.code,
    name: facts.name,
    region: facts.region,
    channel: facts.channel,
    dataEnd: facts.facts?.to ?? null,
    elsewhere: found.elsewhere,
    budget: found.budget,
    left: found.left,
    spend: found.spend,
    competitors: found.competitors.map(({ brand, estimate }) => ({
      brand: words.brands.get(brand) ?? '',
      estimate
    })),
    competitorSum: found.competitorSum,
    supply: [
      ...found.outs.map((out) => stockOutMark(out, 'competitor', words)),
      ...found.ownOuts.map((out) => stockOutMark(out, 'own', words)),
      ...found.emptyShelves.map(emptyShelfMark)
    ],
    promotions: [
      ...found.promotions.map((own) => ownBar(own, words.currency, asOf === today ? today : null)),
      ...found.activities.map((activity) => competitorBar(activity, asOf))
    ],
    orders: found.orders,
    windows,
    sentence: rowSentence(facts.name, found.budget, windows, facts.facts !== null, words.currency)
  };
}

function stockOutMark(out: StockOutInterval, owner: StockOut['owner'], words: Wording): StockOut {
  return {
    id: `${out.brand}-${out.product ?? 'all'}-${out.startLatest}`,
    owner,
    brand: words.brands.get(out.brand) ?? '',
    product: out.product === null ? null : (words.products.get(out.product) ?? null),
    startEarliest: out.startEarliest,
    startLatest: out.startLatest,
    endEarliest: out.endEarliest,
    endLatest: out.endLatest,
    lastSeen: out.lastSeen,
    stores: out.stores,
    sentence: stockOutText(out, words)
  };
}

function emptyShelfMark({ product, productName, brandName, from, to }: EmptyShelf): StockOut {
  return {
    id: `own-${product}-${from}`,
    owner: 'own',
    brand: brandName,
    product: productName,
    startEarliest: from,
    startLatest: addDays(from, 6),
    endEarliest: to,
    endLatest: to,
    lastSeen: to,
    stores: null,
    sentence: m.windows_own_stock_out({
      product: productName,
      range: formatDayRange(from, to, getLocale())
    })
  };
}
