import { error, fail } from '@sveltejs/kit';
import { z } from 'zod';
import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { readOrganisation } from '$lib/people/organisation.server';
import { logsOf } from '$lib/promotions/progress';
import { progressInput, takeBackInput } from '$lib/promotions/progress.input';
import { logProgress, takeBackProgress } from '$lib/promotions/progress.server';
import { findPromotion } from '$lib/promotions/promotion.server';
import { readTermsOf } from '$lib/promotions/terms.server';
import { readForm } from '$lib/text/form.server';
import type { Actions } from './$types';

/** What logs what was done of a promotion. */
export const progressActions = {
  log: async ({ request, params, locals }) => {
    const db = database();
    const given = await readForm(request);
    const { key: _, ...kept } = given;
    const promotion = await findPromotion(db, params.promotion);
    if (!promotion) error(404, 'No such promotion.');
    const terms = (await readTermsOf(db, [promotion.promotionId])).get(promotion.promotionId) ?? null;
    const unit = logsOf(promotion.tactic, terms) ?? 'units';
    const parsed = progressInput(unit, (await readOrganisation(db)).currency).safeParse(given);
    if (!parsed.success) {
      const faults = z.flattenError(parsed.error).fieldErrors as Record<string, string[]>;
      return fail(400, { did: 'log' as const, kept, faults, refusal: null });
    }
    const { day, done, sold, note, key } = parsed.data;
    const outcome = await logProgress(
      db,
      params.promotion,
      { doneOn: day, volume: done, unitsSold: sold ?? null, note },
      { personId: locals.person!.personId, today: today() },
      key
    );
    if (!outcome.ok)
      return fail(409, {
        did: 'log' as const,
        kept,
        faults: {} as Record<string, string[]>,
        refusal: outcome.refusal
      });
    return { did: 'log' as const };
  },
  takeBack: async ({ request, params, locals }) => {
    const parsed = takeBackInput.safeParse(await readForm(request));
    if (!parsed.success)
      return fail(400, { did: 'take-back' as const, refusal: { why: 'no-reason' as const } });
    const { entry, reason, key } = parsed.data;
    const by = { personId: locals.person!.personId, today: today() };
    const outcome = await takeBackProgress(database(), params.promotion, entry, reason, by, key);
    if (!outcome.ok) return fail(409, { did: 'take-back' as const, refusal: outcome.refusal });
    return { did: 'take-back' as const };
  }
} satisfies Actions;
