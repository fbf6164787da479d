import * as m from '$lib/paraglide/messages';
import type { LogKind, Since, SOURCES, SURENESSES, Until } from './observation';

export function kindName(kind: LogKind): string {
  return { stock_out: m.field_kind_stock_out, spend: m.field_kind_spend, restock: m.field_kind_restock }[
    kind
  ]();
}

export function sinceName(since: Since): string {
  return {
    today: m.field_since_today,
    yesterday: m.field_since_yesterday,
    week: m.field_since_week,
    unknown: m.field_since_unknown
  }[since]();
}

export function untilName(until: Until): string {
  return { open: m.field_until_open, week: m.field_until_week, fortnight: m.field_until_fortnight }[until]();
}

export function surenessName(sureness: (typeof SURENESSES)[number]): string {
  return { saw: m.field_sure_saw, told: m.field_sure_told, estimate: m.field_sure_estimate }[sureness]();
}

export function sourceName(source: (typeof SOURCES)[number]): string {
  return { store: m.field_source_store, public: m.field_source_public, account: m.field_source_account }[
    source
  ]();
}
