import { error, fail } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { today } from '$lib/calendar/today.server';
import { readAttachments } from '$lib/claims/attachment.server';
import { ageOf, claimStatus, isOpen, matchedOf } from '$lib/claims/claim';
import { proposeSplit, rankMatches } from '$lib/claims/claim-match';
import { claimDecisionInput, parseSplit, typedSplit } from '$lib/claims/claim.input';
import { readClaimDecisions, readClaims } from '$lib/claims/claim.server';
import { approveClaim, disputeClaim, matchClaim, refuseClaim } from '$lib/claims/decide-claim.server';
import type { ClaimOutcome, Split } from '$lib/claims/deciding-claim.server';
import { payClaim, unpayClaim } from '$lib/claims/pay-claim.server';
import { database } from '$lib/db/connect.server';
import { readOrganisation } from '$lib/people/organisation.server';
import { may, rolesFor } from '$lib/people/permission';
import { refusalText } from '$lib/people/permission.text';
import { readPromotions } from '$lib/promotions/promotion.server';
import { fieldsOf } from '$lib/text/form-fields';
import { readFormData } from '$lib/text/form.server';
import { idOf } from '$lib/text/id';
import type { Actions, PageServerLoad, RequestEvent } from './$types';
import { attach, takeOff } from './paper-actions.server';

export const load: PageServerLoad = async ({ params, url, locals }) => {
  const db = database();
  const on = today();
  const { role, personId } = locals.person!;
  const claim = (await readClaims(db, { claimId: idOf(params.claim) }))[0];
  if (!claim) error(404, 'No such claim.');
  const [promotions, decisions, papers] = await Promise.all([
    readPromotions(db, { account: claim.account.code }),
    readClaimDecisions(db, claim.claimId),
    readAttachments(db, claim.claimId)
  ]);
  const paying = promotions.filter(
    ({ approvedOn, cancelledOn, settledOn }) => approvedOn && !cancelledOn && !settledOn
  );
  const matches = rankMatches(claim, paying);
  const status = claimStatus(claim);
  // A split that was kept stands; a claim that nobody looked at gets a proposal.
  const isNew = !decisions.some(({ kind }) => kind === 'match' || kind === 'approve');
  const proposed = isNew ? proposeSplit(claim.amountMinor, matches) : [];
  const shares = isNew
    ? proposed.map(({ code, amountMinor }) => {
        const { endsOn } = paying.find((each) => each.code === code)!;
        return { code, amountMinor, isLast: endsOn < on };
      })
    : claim.shares.map(({ promotion, ...share }) => ({ ...share, code: promotion.code }));
  return {
    claim,
    status,
    age: ageOf(claim, on),
    matchedMinor: matchedOf(claim.shares),
    decisions,
    papers,
    shares,
    candidates: matches.map(({ promotion, reasons }) => ({
      code: promotion.code,
      name: promotion.name,
      startsOn: promotion.startsOn,
      endsOn: promotion.endsOn,
      committedMinor: promotion.committedMinor,
      fund: promotion.fund?.name ?? null,
      reasons
    })),
    isOpen: isOpen(claim),
    isOwn: claim.madeBy.personId === personId,
    canPay: may(role, 'claim.pay'),
    isEntered: url.searchParams.has('entered'),
    key: randomUUID(),
    payKey: randomUUID()
  };
};

type Did = 'match' | 'approve' | 'dispute' | 'refuse' | 'pay' | 'unpay';

interface Asked {
  claimId: number;
  by: { personId: number; today: ReturnType<typeof today> };
  key: string;
  reason: string;
  shares: Split[];
}

/** Reads the form, decides, and sends what was typed back with what is wrong. */
async function decide(
  event: RequestEvent,
  did: Did,
  needsReason: boolean,
  act: (asked: Asked) => Promise<ClaimOutcome>
) {
  const person = event.locals.person!;
  const isPaying = did === 'pay' || did === 'unpay';
  if (isPaying && !may(person.role, 'claim.pay')) error(403, refusalText(person.role, rolesFor('claim.pay')));
  const db = database();
  const form = await readFormData(event.request);
  const given = fieldsOf(form);
  const typed = typedSplit(form);
  const kept = { reason: given.reason ?? '', ...typed };
  const parsed = claimDecisionInput.safeParse(given);
  if (!parsed.success) return fail(400, { did, kept, unread: [], refusal: { why: 'unknown' as const } });
  const split = parseSplit(typed, (await readOrganisation(db)).currency);
  if (!split.ok) return fail(400, { did, kept, unread: split.unread, refusal: null });
  const { key, reason } = parsed.data;
  if (needsReason && !reason)
    return fail(400, { did, kept, unread: [], refusal: { why: 'no-reason' as const } });
  const outcome = await act({
    claimId: idOf(event.params.claim),
    by: { personId: person.personId, today: today() },
    key,
    reason,
    shares: split.shares
  });
  return outcome.ok ? { did } : fail(409, { did, kept, unread: [], refusal: outcome.refusal });
}

export const actions: Actions = {
  attach,
  takeOff,
  match: (event) =>
    decide(event, 'match', false, ({ claimId, shares, by, key }) =>
      matchClaim(database(), claimId, shares, by, key)
    ),
  approve: (event) =>
    decide(event, 'approve', false, ({ claimId, shares, reason, by, key }) =>
      approveClaim(database(), claimId, shares, reason, by, key)
    ),
  dispute: (event) =>
    decide(event, 'dispute', true, ({ claimId, reason, by, key }) =>
      disputeClaim(database(), claimId, reason, by, key)
    ),
  refuse: (event) =>
    decide(event, 'refuse', true, ({ claimId, reason, by, key }) =>
      refuseClaim(database(), claimId, reason, by, key)
    ),
  pay: (event) =>
    decide(event, 'pay', false, ({ claimId, by, key }) => payClaim(database(), claimId, by, key)),
  unpay: (event) =>
    decide(event, 'unpay', true, ({ claimId, reason, by, key }) =>
      unpayClaim(database(), claimId, reason, by, key)
    )
};
