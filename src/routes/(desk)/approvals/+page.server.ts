import { fail } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { daysBetween } from '$lib/calendar/day';
import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { readFunds } from '$lib/funds/fund.server';
import { getLocale } from '$lib/paraglide/runtime';
import { readOrganisation } from '$lib/people/organisation.server';
import { approvalRefusal, limitsFor, waitingOf, wantedShape } from '$lib/promotions/approval';
import { bulkInput } from '$lib/promotions/approval.input';
import { readApprovalRules } from '$lib/promotions/approval.server';
import { type Approved, approvePromotion, declinePromotion } from '$lib/promotions/approve.server';
import { readOverlaps } from '$lib/promotions/overlap.server';
import { takenByChange } from '$lib/promotions/promotion';
import { findPromotion, readPromotions } from '$lib/promotions/promotion.server';
import { approveRefusalText } from '$lib/promotions/refusal.text';
import { readCover } from '$lib/sell-through/cover.server';
import { fieldsOf } from '$lib/text/form-fields';
import { readFormData } from '$lib/text/form.server';
import { plainText } from '$lib/text/plain-text';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** As many as anybody looks through; more are another visit. */
const MOST_AT_ONCE = 200;

export const load: PageServerLoad = async ({ locals }) => {
  const db = database();
  const on = today();
  const { personId, role } = locals.person!;
  const [waiting, funds, rules] = await Promise.all([
    readPromotions(db, { isWaiting: true }),
    readFunds(db, null),
    readApprovalRules(db)
  ]);
  const [overlaps, cover] = await Promise.all([
    readOverlaps(
      db,
      waiting.map(({ promotionId }) => promotionId)
    ),
    readCover(db, [...new Set(waiting.map(({ account }) => account.code))], on)
  ]);
  const fundOf = new Map(funds.map((fund) => [fund.code, fund]));
  return {
    key: randomUUID(),
    waiting: waiting.map((promotion) => {
      const kind = waitingOf(promotion)!;
      const shape = wantedShape(promotion);
      const fund = promotion.fund && fundOf.get(promotion.fund.code)!;
      const limits = limitsFor(rules, {
        role,
        account: promotion.account.code,
        tactic: promotion.tactic
      });
      const since = promotion.reopenedOn ?? promotion.submittedOn ?? promotion.createdOn;
      return {
        code: promotion.code,
        name: promotion.name,
        account: promotion.account,
        tactic: promotion.tactic,
        kind,
        startsOn: shape.startsOn,
        endsOn: shape.endsOn,
        asked: shape.plannedMinor ?? 0,
        /** What the fund has to give for it: the whole of a plan, the difference of a change. */
        takes: takenByChange(promotion, shape.plannedMinor),
        now: kind === 'change' ? promotion.plannedMinor : null,
        fund: fund && { code: fund.code, name: fund.name, left: fund.left },
        cover: cover[promotion.account.code] ?? null,
        overlaps: overlaps.get(promotion.promotionId) ?? [],
        by: promotion.submittedBy,
        days: daysBetween(since, on),
        refusal: approvalRefusal(promotion, kind, personId, limits)
      };
    })
  };
};

interface Refused {
  name: string;
  why: string;
}

/** Decides each of the chosen promotions by itself: one that cannot be decided does not hold up the others. */
async function decideAll(
  event: RequestEvent,
  decide: (
    code: string,
    key: string,
    reason: string
  ) => ReturnType<typeof declinePromotion> | Promise<Approved>,
  needsReason = false
) {
  const db = database();
  const sent = await readFormData(event.request);
  const parsed = bulkInput.safeParse(fieldsOf(sent));
  const codes = sent
    .getAll('code')
    .slice(0, MOST_AT_ONCE)
    .map((code) => plainText(String(code), 200));
  if (!parsed.success || codes.length === 0) return { ok: false as const, why: 'nothing-chosen' as const };
  const { key, reason } = parsed.data;
  if (needsReason && !reason) return { ok: false as const, why: 'no-reason' as const };
  const { currency } = await readOrganisation(db);
  const refused: Refused[] = [];
  let done = 0;
  for (const code of codes) {
    const outcome = await decide(code, `${key}/${code}`, reason);
    if (outcome.ok) {
      done++;
      continue;
    }
    const name = (await findPromotion(db, code))?.name ?? code;
    refused.push({ name, why: approveRefusalText(outcome.refusal, currency, getLocale()) });
  }
  return { ok: true as const, done, refused };
}

const decider = ({ locals }: RequestEvent) => ({ personId: locals.person!.personId, today: today() });

export const actions: Actions = {
  approve: async (event) => {
    const result = await decideAll(event, (code, key) =>
      approvePromotion(database(), code, decider(event), key)
    );
    return result.ok ? { did: 'approve' as const, ...result } : fail(400, { why: result.why });
  },
  decline: async (event) => {
    const result = await decideAll(
      event,
      (code, key, reason) => declinePromotion(database(), code, reason, decider(event), key),
      true
    );
    return result.ok ? { did: 'decline' as const, ...result } : fail(400, { why: result.why });
  }
};
