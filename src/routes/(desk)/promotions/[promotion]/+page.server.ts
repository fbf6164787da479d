import { error, fail } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { readOrganisation } from '$lib/people/organisation.server';
import { may, rolesFor } from '$lib/people/permission';
import { refusalText } from '$lib/people/permission.text';
import { approvePromotion, cancelPromotion, settlePromotion } from '$lib/promotions/decision.server';
import { approveRefusal, cancelRefusal, settleRefusal, statusOn } from '$lib/promotions/promotion';
import { keyOnlyInput, settleInput } from '$lib/promotions/promotion.input';
import { findPromotion, readPromotionMovements } from '$lib/promotions/promotion.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const db = database();
  const promotion = await findPromotion(db, params.promotion);
  if (!promotion) error(404, 'No such promotion.');
  const on = today();
  const { role } = locals.person!;
  return {
    promotion,
    status: statusOn(promotion, on),
    movements: await readPromotionMovements(db, promotion.promotionId),
    canPlan: may(role, 'promotion.plan'),
    canCancel: may(role, 'promotion.cancel') && cancelRefusal(promotion, on) === null,
    canCommit: may(role, 'promotion.plan') && approveRefusal(promotion, on) === null,
    canSettle:
      may(role, 'promotion.settle') && promotion.fund !== null && settleRefusal(promotion, 0, on) === null,
    commitKey: randomUUID(),
    cancelKey: randomUUID(),
    settleKey: randomUUID()
  };
};

export const actions: Actions = {
  commit: async ({ request, params, locals }) => {
    const person = locals.person!;
    if (!may(person.role, 'promotion.plan')) error(403, refusalText(person.role, rolesFor('promotion.plan')));
    const parsed = keyOnlyInput.safeParse(Object.fromEntries(await request.formData()));
    if (!parsed.success) return fail(400, { did: 'commit' as const, refusal: { why: 'unknown' as const } });
    const outcome = await approvePromotion(
      database(),
      params.promotion,
      { personId: person.personId, today: today() },
      parsed.data.key
    );
    if (!outcome.ok) return fail(409, { did: 'commit' as const, refusal: outcome.refusal });
    return { did: 'commit' as const, committedMinor: outcome.committedMinor };
  },
  cancel: async ({ request, params, locals }) => {
    const person = locals.person!;
    if (!may(person.role, 'promotion.cancel'))
      error(403, refusalText(person.role, rolesFor('promotion.cancel')));
    const parsed = keyOnlyInput.safeParse(Object.fromEntries(await request.formData()));
    if (!parsed.success) return fail(400, { did: 'cancel' as const, refusal: { why: 'unknown' as const } });
    const outcome = await cancelPromotion(
      database(),
      params.promotion,
      { personId: person.personId, today: today() },
      parsed.data.key
    );
    if (!outcome.ok) return fail(409, { did: 'cancel' as const, refusal: outcome.refusal });
    return { did: 'cancel' as const, freedMinor: outcome.freedMinor };
  },
  settle: async ({ request, params, locals }) => {
    const person = locals.person!;
    if (!may(person.role, 'promotion.settle'))
      error(403, refusalText(person.role, rolesFor('promotion.settle')));
    const db = database();
    const given = Object.fromEntries(await request.formData()) as Record<string, string>;
    const parsed = settleInput((await readOrganisation(db)).currency).safeParse(given);
    if (!parsed.success)
      return fail(400, {
        did: 'settle' as const,
        actual: given.actual ?? '',
        refusal: { why: 'amount-negative' as const }
      });
    const outcome = await settlePromotion(
      db,
      params.promotion,
      parsed.data.actual,
      { personId: person.personId, today: today() },
      parsed.data.key
    );
    if (!outcome.ok)
      return fail(409, { did: 'settle' as const, actual: given.actual ?? '', refusal: outcome.refusal });
    return { did: 'settle' as const, freedMinor: outcome.freedMinor };
  }
};
