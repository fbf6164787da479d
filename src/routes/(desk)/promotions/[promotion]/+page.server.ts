import { error, fail } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { today } from '$lib/calendar/today.server';
import { type ClaimShare, claimStatus } from '$lib/claims/claim';
import { readClaims } from '$lib/claims/claim.server';
import { database } from '$lib/db/connect.server';
import { readOrganisation } from '$lib/people/organisation.server';
import { may, rolesFor } from '$lib/people/permission';
import { refusalText } from '$lib/people/permission.text';
import { readFunds } from '$lib/funds/fund.server';
import { changePromotion, readChanges } from '$lib/promotions/change.server';
import { readDecisions } from '$lib/promotions/decided.server';
import { approvalRefusal, isWithin, limitsFor, waitingOf } from '$lib/promotions/approval';
import { declineInput } from '$lib/promotions/approval.input';
import { readApprovalRules } from '$lib/promotions/approval.server';
import {
  approvePromotion,
  commitPromotion,
  declinePromotion,
  submitPromotion
} from '$lib/promotions/approve.server';
import { cancelPromotion, settlePromotion, unsettlePromotion } from '$lib/promotions/decision.server';
import {
  approveRefusal,
  cancelRefusal,
  movableOn,
  planStanding,
  settleRefusal,
  statusOn
} from '$lib/promotions/promotion';
import {
  cancelInput,
  changeInput,
  keyOnlyInput,
  settleInput,
  unsettleInput
} from '$lib/promotions/promotion.input';
import { findPromotion, readPromotionMovements } from '$lib/promotions/promotion.server';
import { logsOf } from '$lib/promotions/progress';
import { readProgress } from '$lib/promotions/progress.server';
import { readProjections } from '$lib/promotions/projection.server';
import { readResult } from '$lib/review/review.server';
import { readForm } from '$lib/text/form.server';
import type { Actions, PageServerLoad } from './$types';
import { progressActions } from './progress-actions.server';

export const load: PageServerLoad = async ({ params, locals, url }) => {
  const db = database();
  const promotion = await findPromotion(db, params.promotion);
  if (!promotion) error(404, 'No such promotion.');
  const on = today();
  const { role, personId } = locals.person!;
  const movable = movableOn(promotion, on);
  const isOpen = promotion.cancelledOn === null && promotion.settledOn === null;
  const status = statusOn(promotion, on);
  const isOver = status === 'ended' || status === 'settled';
  const [movements, changes, funds, decisions, rules, claims, projections, progress, result] =
    await Promise.all([
      readPromotionMovements(db, promotion.promotionId),
      readChanges(db, promotion.promotionId),
      readFunds(db, null),
      readDecisions(db, promotion.promotionId),
      readApprovalRules(db),
      readClaims(db, { promotionId: promotion.promotionId }),
      readProjections(db, [promotion], on),
      readProgress(db, promotion.promotionId),
      isOver ? readResult(db, promotion.code, on) : null
    ]);
  const fund = funds.find(({ code }) => code === promotion.fund?.code) ?? null;
  const mayCommit = may(role, 'promotion.plan') && status === 'draft';
  const commitRefusal = mayCommit ? approveRefusal(promotion, fund, on) : null;
  const limits = limitsFor(rules, { role, account: promotion.account.code, tactic: promotion.tactic });
  const isBeyond = mayCommit && !isWithin(limits.own, promotion.plannedMinor ?? 0);
  const waiting = waitingOf(promotion);
  const { terms, projection } = projections.get(promotion.promotionId)!;
  const isLastOf = (share: ClaimShare) => share.isLast && share.promotion.code === promotion.code;
  return {
    promotion,
    status,
    standing: planStanding(promotion, on),
    today: on,
    movements,
    changes,
    decisions,
    terms,
    projection,
    progress,
    /** What is logged of it; null where nothing is, or nobody has approved it. */
    logs:
      planStanding(promotion, on) === 'approved' && promotion.startsOn <= on
        ? logsOf(promotion.tactic, terms)
        : null,
    logKey: randomUUID(),
    takeBackKey: randomUUID(),
    /** The row that the review shows for it; null until it is over. */
    result,
    fund,
    /** What can still be changed: its ends by day, its amount until it is closed; null for who may not. */
    movable: may(role, 'promotion.change') && isOpen && (movable.end || promotion.fund) ? movable : null,
    canPlan: may(role, 'promotion.plan'),
    canCancel: may(role, 'promotion.cancel') && cancelRefusal(promotion, on) === null,
    canCommit: mayCommit && commitRefusal === null && !isBeyond,
    /** The person's own limit, where the draft is above it and has to be submitted. */
    submitAbove: commitRefusal === null && isBeyond ? limits.own : null,
    /** What waits for approval: the plan or a change; null where nothing does. */
    waiting,
    /** Why this person may not approve it; null where they may. */
    approvalRefusal: waiting && approvalRefusal(promotion, waiting, personId, limits),
    isOwnChange: waiting === 'change' && promotion.submittedById === personId,
    /** Why the draft's money cannot be committed, for who could do it otherwise. */
    commitRefusal,
    canSettle:
      may(role, 'promotion.settle') && promotion.fund !== null && settleRefusal(promotion, 0, on) === null,
    /** For who cannot settle what is to be settled: finance can. */
    waitsForFinance: status === 'ended' && promotion.fund !== null && !may(role, 'promotion.settle'),
    /** Claims that are matched with it, with its part of each. */
    claims: claims.map((claim) => ({
      claimId: claim.claimId,
      reference: claim.reference,
      status: claimStatus(claim),
      amountMinor: claim.shares.find((share) => share.promotion.code === promotion.code)!.amountMinor
    })),
    // What a claim closed is opened again on the claim.
    canUnsettle:
      !claims.some(({ paidOn, shares }) => paidOn && shares.some(isLastOf)) &&
      may(role, 'promotion.settle') &&
      status === 'settled' &&
      decisions.findLast(({ kind }) => kind === 'settle')?.via === 'desk',
    isSubmitted: url.searchParams.has('submitted'),
    commitKey: randomUUID(),
    approveKey: randomUUID(),
    declineKey: randomUUID(),
    unsettleKey: randomUUID(),
    changeKey: randomUUID(),
    cancelKey: randomUUID(),
    settleKey: randomUUID()
  };
};

export const actions: Actions = {
  commit: async ({ request, params, locals }) => {
    const person = locals.person!;
    if (!may(person.role, 'promotion.plan')) error(403, refusalText(person.role, rolesFor('promotion.plan')));
    const parsed = keyOnlyInput.safeParse(await readForm(request));
    if (!parsed.success) return fail(400, { did: 'commit' as const, refusal: { why: 'unknown' as const } });
    const outcome = await commitPromotion(
      database(),
      params.promotion,
      { personId: person.personId, today: today() },
      parsed.data.key
    );
    if (!outcome.ok) return fail(409, { did: 'commit' as const, refusal: outcome.refusal });
    return { did: 'commit' as const, committedMinor: outcome.committedMinor };
  },
  submit: async ({ request, params, locals }) => {
    const person = locals.person!;
    if (!may(person.role, 'promotion.plan')) error(403, refusalText(person.role, rolesFor('promotion.plan')));
    const parsed = keyOnlyInput.safeParse(await readForm(request));
    if (!parsed.success) return fail(400, { did: 'commit' as const, refusal: { why: 'unknown' as const } });
    const by = { personId: person.personId, today: today() };
    const outcome = await submitPromotion(database(), params.promotion, by, parsed.data.key);
    if (!outcome.ok) return fail(409, { did: 'commit' as const, refusal: outcome.refusal });
    return { did: 'submit' as const };
  },
  approve: async ({ request, params, locals }) => {
    const parsed = keyOnlyInput.safeParse(await readForm(request));
    if (!parsed.success) return fail(400, { did: 'commit' as const, refusal: { why: 'unknown' as const } });
    const by = { personId: locals.person!.personId, today: today() };
    const outcome = await approvePromotion(database(), params.promotion, by, parsed.data.key);
    if (!outcome.ok) return fail(409, { did: 'commit' as const, refusal: outcome.refusal });
    return { did: 'commit' as const, committedMinor: outcome.committedMinor };
  },
  decline: async ({ request, params, locals }) => {
    const parsed = declineInput.safeParse(await readForm(request));
    if (!parsed.success) return fail(400, { did: 'commit' as const, refusal: { why: 'no-reason' as const } });
    const by = { personId: locals.person!.personId, today: today() };
    const { reason, key } = parsed.data;
    const outcome = await declinePromotion(database(), params.promotion, reason, by, key);
    if (!outcome.ok) return fail(409, { did: 'commit' as const, refusal: outcome.refusal });
    return { did: 'decline' as const };
  },
  change: async ({ request, params, locals }) => {
    const person = locals.person!;
    if (!may(person.role, 'promotion.change'))
      error(403, refusalText(person.role, rolesFor('promotion.change')));
    const db = database();
    const given = await readForm(request);
    const { key: _, ...kept } = given;
    const parsed = changeInput((await readOrganisation(db)).currency).safeParse(given);
    if (!parsed.success) {
      const faults = z.flattenError(parsed.error).fieldErrors as Record<string, string[]>;
      return fail(400, { did: 'change' as const, kept, faults, refusal: null });
    }
    const promotion = await findPromotion(db, params.promotion);
    if (!promotion) error(404, 'No such promotion.');
    const { from, to, amount, reason, key } = parsed.data;
    const outcome = await changePromotion(
      db,
      params.promotion,
      { startsOn: from, endsOn: to, plannedMinor: amount ?? promotion.plannedMinor },
      reason,
      { personId: person.personId, today: today() },
      key
    );
    if (!outcome.ok)
      return fail(409, {
        did: 'change' as const,
        kept,
        faults: {} as Record<string, string[]>,
        refusal: outcome.refusal
      });
    return { did: outcome.isSubmitted ? ('change-submitted' as const) : ('change' as const) };
  },
  cancel: async ({ request, params, locals }) => {
    const person = locals.person!;
    if (!may(person.role, 'promotion.cancel'))
      error(403, refusalText(person.role, rolesFor('promotion.cancel')));
    const parsed = cancelInput.safeParse(await readForm(request));
    if (!parsed.success) return fail(400, { did: 'cancel' as const, refusal: { why: 'unknown' as const } });
    const outcome = await cancelPromotion(
      database(),
      params.promotion,
      { personId: person.personId, today: today() },
      parsed.data.key,
      parsed.data.reason
    );
    if (!outcome.ok) return fail(409, { did: 'cancel' as const, refusal: outcome.refusal });
    return { did: 'cancel' as const, freedMinor: outcome.freedMinor };
  },
  settle: async ({ request, params, locals }) => {
    const person = locals.person!;
    if (!may(person.role, 'promotion.settle'))
      error(403, refusalText(person.role, rolesFor('promotion.settle')));
    const db = database();
    const given = await readForm(request);
    const parsed = settleInput((await readOrganisation(db)).currency).safeParse(given);
    if (!parsed.success)
      return fail(400, {
        did: 'settle' as const,
        actual: given.actual ?? '',
        reason: given.reason ?? '',
        refusal: { why: 'amount-negative' as const }
      });
    const outcome = await settlePromotion(
      db,
      params.promotion,
      parsed.data.actual,
      { personId: person.personId, today: today() },
      parsed.data.key,
      { isSure: parsed.data.sure === 'yes', reason: parsed.data.reason }
    );
    if (!outcome.ok)
      return fail(409, {
        did: 'settle' as const,
        actual: given.actual ?? '',
        reason: given.reason ?? '',
        refusal: outcome.refusal
      });
    return { did: 'settle' as const, freedMinor: outcome.freedMinor };
  },
  unsettle: async ({ request, params, locals }) => {
    const person = locals.person!;
    if (!may(person.role, 'promotion.settle'))
      error(403, refusalText(person.role, rolesFor('promotion.settle')));
    const parsed = unsettleInput.safeParse(await readForm(request));
    if (!parsed.success)
      return fail(400, { did: 'unsettle' as const, refusal: { why: 'no-reason' as const } });
    const outcome = await unsettlePromotion(
      database(),
      params.promotion,
      parsed.data.reason,
      { personId: person.personId, today: today() },
      parsed.data.key
    );
    if (!outcome.ok) return fail(409, { did: 'unsettle' as const, refusal: outcome.refusal });
    return { did: 'unsettle' as const, freedMinor: outcome.freedMinor };
  },
  ...progressActions
};
