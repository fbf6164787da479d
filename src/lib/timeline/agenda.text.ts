import * as m from '$lib/paraglide/messages';
import type { AgendaItem, TimelineView } from './timeline';
import { amountText, dayText, money, percent } from './timeline.text';
import { viewHref } from './view';

/** One line of the week's list: who it is about, what it says, where it leads. */
export interface AgendaLine {
  sign: string;
  subject: string;
  text: string;
  href: string;
}

export function agendaLine(item: AgendaItem, view: TimelineView, currency: string): AgendaLine {
  switch (item.kind) {
    case 'over':
      return {
        sign: '▲',
        subject: item.account.name,
        text: m.timeline_agenda_over({ amount: money(item.over, currency), currency }),
        href: item.fund ? `/funds/${encodeURIComponent(item.fund)}` : rowHref(view, item.account.code)
      };
    case 'own-out': {
      const { name, isRunning } = item.promotion;
      const text = isRunning
        ? m.timeline_agenda_own_out_running({ sentence: item.sentence, promotion: name })
        : m.timeline_agenda_own_out_soon({ sentence: item.sentence, promotion: name });
      return { sign: '▲', subject: item.account.name, text, href: promotionHref(item.promotion.code) };
    }
    case 'act': {
      const { weeks, title, confidence, id } = item.window;
      const amount = amountText(item.window, currency);
      return {
        sign: '★',
        subject: item.account.name,
        text: amount
          ? m.timeline_agenda_act({ weeks, title, amount, share: percent(confidence) })
          : m.timeline_agenda_act_plain({ weeks, title, share: percent(confidence) }),
        href: viewHref(view, { window: `${item.account.code}/${id}` })
      };
    }
    case 'draft': {
      const { promotion, startsOn, amount } = item;
      const day = dayText(startsOn);
      return {
        sign: '○',
        subject: item.account.name,
        text:
          amount === null
            ? m.timeline_agenda_draft_plain({ promotion: promotion.name, day })
            : m.timeline_agenda_draft({ promotion: promotion.name, day, amount: money(amount, currency) }),
        href: promotionHref(promotion.code)
      };
    }
    case 'unsettled':
      return {
        sign: '○',
        subject: m.timeline_agenda_unsettled_subject({ n: item.count }),
        text: m.timeline_agenda_unsettled({
          weeks: item.weeks,
          amount: money(item.amount, currency),
          currency
        }),
        href: '/promotions?status=ended'
      };
  }
}

const promotionHref = (code: string) => `/promotions/${encodeURIComponent(code)}`;
const rowHref = (view: TimelineView, code: string) =>
  `${viewHref(view, { open: [...new Set([...view.open, code])] })}#account-${encodeURIComponent(code)}`;
