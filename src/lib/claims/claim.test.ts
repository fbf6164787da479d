import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day } from '$lib/calendar/day';
import {
  ageOf,
  approveClaimRefusal,
  type Claim,
  claimStatus,
  type PayingPromotion,
  shareRefusal
} from './claim';
import { parseSplit, typedSplit } from './claim.input';
import { listClaims, openClaims, parseClaimList } from './claim-list';
import { type MatchCandidate, proposeSplit, rankMatches } from './claim-match';

const claim = (values: Partial<Claim> = {}): Claim => ({
  claimId: 1,
  account: { code: 'north', name: 'North' },
  reference: 'INV-1',
  kind: 'invoice',
  amountMinor: 1000,
  issuedOn: day('2026-06-20'),
  receivedOn: day('2026-06-25'),
  note: null,
  madeBy: { personId: 7, name: 'Mei' },
  approvedOn: null,
  disputedOn: null,
  refusedOn: null,
  paidOn: null,
  shares: [],
  ...values
});
const ON = day('2026-07-05');

describe('a claim', () => {
  it.each([
    [{}, 'open'],
    [{ disputedOn: ON }, 'disputed'],
    [{ approvedOn: ON }, 'approved'],
    [{ approvedOn: ON, paidOn: ON }, 'paid'],
    [{ disputedOn: ON, refusedOn: ON }, 'refused']
  ] as const)('with %o is %s', (values, status) => expect(claimStatus(claim(values))).toBe(status));

  it('ages from the day it came in until it is paid or refused', () => {
    expect(ageOf(claim(), ON)).toBe(10);
    expect(ageOf(claim({ disputedOn: ON }), ON)).toBe(10);
    expect(ageOf(claim({ approvedOn: ON, paidOn: ON }), ON)).toBeNull();
    expect(ageOf(claim({ receivedOn: day('2026-07-09') }), ON)).toBe(0);
  });

  it('is approved by somebody else, with something matched, and a reason for the rest', () => {
    expect(approveClaimRefusal(claim(), 1000, 7, '')).toEqual({ why: 'own' });
    expect(approveClaimRefusal(claim(), 0, 8, 'x')).toEqual({ why: 'nothing-matched' });
    expect(approveClaimRefusal(claim(), 900, 8, '')).toEqual({ why: 'rest-unexplained', rest: 100 });
    expect(approveClaimRefusal(claim(), 900, 8, 'Short delivery')).toBeNull();
    expect(approveClaimRefusal(claim(), 1000, 8, '')).toBeNull();
    expect(approveClaimRefusal(claim({ refusedOn: ON }), 1000, 8, '')).toEqual({ why: 'refused' });
  });
});

describe('a split', () => {
  const paying = (values: Partial<PayingPromotion>): PayingPromotion => ({
    code: 'p',
    name: 'P',
    account: 'north',
    committedMinor: 600,
    isApproved: true,
    isClosed: false,
    ...values
  });
  const all = new Map(
    [
      paying({}),
      paying({ code: 'q', name: 'Q', committedMinor: 500 }),
      paying({ code: 'other', account: 'south' }),
      paying({ code: 'closed', isClosed: true }),
      paying({ code: 'draft', isApproved: false })
    ].map((each) => [each.code, each])
  );
  it.each([
    [[['p', 600]], null],
    [
      [
        ['p', 600],
        ['q', 400]
      ],
      null
    ],
    [[['p', 601]], 'above-committed'],
    [
      [
        ['p', 600],
        ['q', 401]
      ],
      'above-claim'
    ],
    [
      [
        ['p', 1],
        ['p', 1]
      ],
      'twice'
    ],
    [[['p', 0]], 'amount-not-positive'],
    [[['other', 1]], 'other-account'],
    [[['closed', 1]], 'promotion-closed'],
    [[['draft', 1]], 'not-approved'],
    [[['nothing', 1]], 'unknown-promotion']
  ] as [[string, number][], string | null][])('of %o is refused as %s', (shares, why) => {
    const split = shares.map(([code, amountMinor]) => ({ code, amountMinor }));
    expect(shareRefusal(claim(), split, all)?.why ?? null).toBe(why);
  });

  it('comes from a form: empty is nothing, what cannot be read is named', () => {
    const form = new FormData();
    for (const [code, amount] of [
      ['p', '1,200'],
      ['q', ' ']
    ] as const) {
      form.append('promotion', code);
      form.append('share', amount);
    }
    form.append('last', 'p');
    expect(parseSplit(typedSplit(form), 'CNY')).toEqual({
      ok: true,
      shares: [{ code: 'p', amountMinor: 120_000, isLast: true }]
    });
    expect(parseSplit({ amounts: { p: 'lots', q: '-1', r: '0' }, lasts: [] }, 'CNY')).toEqual({
      ok: false,
      unread: ['p', 'q']
    });
  });
});

describe('the promotions that a claim can belong to', () => {
  const candidate = (values: Partial<MatchCandidate>): MatchCandidate => ({
    code: 'p',
    name: 'Summer display',
    startsOn: day('2026-06-01'),
    endsOn: day('2026-06-14'),
    committedMinor: 5000,
    plannedMinor: 5000,
    ...values
  });
  const order = (candidates: MatchCandidate[], values: Partial<Claim> = {}) =>
    rankMatches(claim(values), candidates).map(({ promotion }) => promotion.code);

  it('are ranked by name before amount, amount before days', () => {
    const candidates = [
      candidate({ code: 'days' }),
      candidate({ code: 'amount', committedMinor: 1000, plannedMinor: 1000, endsOn: day('2025-06-14') }),
      candidate({ code: 'named', name: 'Autumn gifts', endsOn: day('2025-06-14') })
    ];
    expect(order(candidates, { note: 'our share of AUTUMN GIFTS' })).toEqual(['named', 'amount', 'days']);
  });

  it('have money committed, and come last where they had not begun or cannot pay', () => {
    expect(
      order([
        candidate({ code: 'empty', committedMinor: 0 }),
        candidate({ code: 'later', startsOn: day('2026-07-01'), endsOn: day('2026-07-14') }),
        candidate({ code: 'small', committedMinor: 10, plannedMinor: 10 }),
        candidate({ code: 'fits' })
      ])
    ).toEqual(['fits', 'small', 'later']);
  });

  it('say why', () => {
    const [match] = rankMatches(claim({ amountMinor: 4900 }), [candidate({})]);
    expect(match!.reasons).toEqual([
      { why: 'amount-close', share: 0.02 },
      { why: 'ended-before', days: 6 }
    ]);
  });

  it('are proposed where something speaks for one, up to what it can pay', () => {
    expect(proposeSplit(1000, rankMatches(claim(), [candidate({})]))).toEqual([
      { code: 'p', amountMinor: 1000 }
    ]);
    expect(
      proposeSplit(9000, rankMatches(claim({ amountMinor: 9000, note: 'Summer display' }), [candidate({})]))
    ).toEqual([{ code: 'p', amountMinor: 5000 }]);
    expect(proposeSplit(1000, rankMatches(claim({ issuedOn: day('2026-01-01') }), [candidate({})]))).toEqual(
      []
    );
    expect(proposeSplit(1000, [])).toEqual([]);
  });

  it('are the same ones in the same order whatever the order they come in', () => {
    const any = fc.record({
      code: fc.stringMatching(/^[a-z]{1,4}$/),
      committedMinor: fc.nat(3000),
      length: fc.nat(40)
    });
    fc.assert(
      fc.property(fc.uniqueArray(any, { selector: ({ code }) => code }), (all) => {
        const candidates = all.map(({ code, committedMinor, length }) =>
          candidate({
            code,
            committedMinor,
            endsOn: day(`2026-06-${String((length % 28) + 1).padStart(2, '0')}`)
          })
        );
        expect(order([...candidates].reverse())).toEqual(order(candidates));
      })
    );
  });
});

it('the list filters, sorts by age and sums what is open', () => {
  const all = [
    claim({ claimId: 1, reference: 'A' }),
    claim({ claimId: 2, reference: 'B', receivedOn: day('2026-07-01'), disputedOn: ON }),
    claim({ claimId: 3, reference: 'C', approvedOn: ON, paidOn: ON })
  ];
  const list = (address: string) =>
    listClaims(all, parseClaimList(new URLSearchParams(address)), ON, (a, b) => (a < b ? -1 : 1)).map(
      ({ reference }) => reference
    );
  expect(list('')).toEqual(['A', 'B']);
  expect(list('status=any&sort=reference')).toEqual(['A', 'B', 'C']);
  expect(list('status=disputed')).toEqual(['B']);
  expect(list('q=north&status=paid')).toEqual(['C']);
  expect(list('account=south')).toEqual([]);
  expect(openClaims(all, ON)).toEqual({ count: 2, amountMinor: 2000, oldest: 10 });
  expect(openClaims([], ON).oldest).toBeNull();
});
