import * as m from '$lib/paraglide/messages';
import { formatMoney } from '$lib/money/format';
import type { Mover, Refusal } from './ledger';

export function movementName(kind: string): string {
  const names: Record<string, () => string> = {
    opening: m.funds_kind_opening,
    deposit: m.funds_kind_deposit,
    return: m.funds_kind_return,
    accrue: m.funds_kind_accrue,
    move: m.funds_kind_move,
    hold: m.funds_kind_hold,
    release: m.funds_kind_release,
    commit: m.funds_kind_commit,
    settle: m.funds_kind_settle,
    free: m.funds_kind_free,
    reverse: m.funds_kind_reverse
  };
  return names[kind]?.() ?? kind;
}

/** Who moved money: a person, or the run of an import and who started it. */
export function moverName(movement: {
  madeBy: string | null;
  madeVia: Mover['via'];
  importRun: number | null;
}): string {
  if (movement.importRun !== null)
    return m.funds_via_import_run({
      run: movement.importRun,
      who: movement.madeBy ?? m.funds_command_line()
    });
  return movement.madeBy ?? (movement.madeVia === 'import' ? m.funds_via_import() : m.funds_via_demo());
}

/** Why money did not move, and what to do. */
export function refusalSentence(refusal: Refusal, currency: string, locale: string): string {
  switch (refusal.why) {
    case 'not-enough':
      return m.funds_refused_not_enough({
        left: formatMoney(refusal.left, currency, locale),
        asked: formatMoney(refusal.asked, currency, locale),
        currency
      });
    case 'already-reversed':
      return m.funds_refused_reversed();
    case 'too-much':
      return m.funds_refused_too_much({ most: formatMoney(refusal.most, currency, locale), currency });
    case 'key-reused':
      return m.funds_refused_key();
    default:
      return m.funds_refused_amount();
  }
}
