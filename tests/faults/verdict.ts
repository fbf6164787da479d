import type { Db } from '../../src/lib/db/connect.server';
import { examine } from '../../src/lib/db/doctor.server';
import type { Attempt } from './allocator';

/** Every rule with what breaks it; empty where it held. */
export interface Finding {
  rule: string;
  broken: string[];
}
export type Verdict = Finding[];

/** Whether what the server said is what the database holds, order by order, and whether its books are right. */
export async function judge(db: Db, attempts: Attempt[]): Promise<Verdict> {
  const effects = await effectsByKey(db);
  const wrong = (test: (attempt: Attempt) => string | false) =>
    attempts.flatMap((attempt) => {
      const why = test(attempt);
      return why ? [`${attempt.kind} ${attempt.key}: ${why}`] : [];
    });
  const done = ({ answers }: Attempt) => answers.filter(({ what }) => what === 'done');
  return [
    {
      rule: 'Every order is answered, and never with a fault of the server.',
      broken: wrong(({ answers, forged }) => {
        const fault = [...answers, ...forged].find(({ what }) => what === 'fault');
        if (fault) return fault.text;
        return answers.every(({ what }) => what === 'lost') && 'no answer';
      })
    },
    {
      rule: 'What was accepted is in the books, once a key.',
      broken: wrong((attempt) => {
        const count = effects.get(attempt.key) ?? 0;
        return done(attempt).length > 0 && count !== 1 && `accepted, and ${count} times in the books`;
      })
    },
    {
      rule: 'What was refused each time it was sent is not in the books.',
      broken: wrong((attempt) => {
        const isRefused = [...attempt.answers, ...attempt.forged].every(({ what }) => what === 'refused');
        return isRefused && effects.has(attempt.key) && 'refused, and in the books';
      })
    },
    {
      rule: 'A repeated order is answered as the first time.',
      broken: wrong((attempt) => {
        const said = new Set(done(attempt).map(({ text }) => text));
        return said.size > 1 && [...said].join(' | ');
      })
    },
    {
      rule: 'What was accepted is not refused when it is sent again.',
      broken: wrong(({ answers }) => {
        const refused = answers.find(({ what, isAfterDone }) => isAfterDone && what === 'refused');
        return refused ? refused.text : false;
      })
    },
    {
      rule: 'The same key with another body is refused.',
      broken: wrong(
        (attempt) =>
          done(attempt).length > 0 &&
          attempt.forged.some(({ what }) => what === 'done') &&
          'another body was accepted'
      )
    },
    ...(await examine(db))
  ];
}

/** How often a client's key took effect: as a movement, a decision or a change. */
async function effectsByKey(db: Db): Promise<Map<string, number>> {
  const [movements, decisions, changes] = await Promise.all([
    db.selectFrom('movement').select('idempotency_key as key').execute(),
    db.selectFrom('promotion_decision').select('idempotency_key as key').execute(),
    db.selectFrom('promotion_change').select('idempotency_key as key').execute()
  ]);
  const times = new Map<string, number>();
  // A decision and the movements that it books are one effect.
  const decided = new Set([...decisions, ...changes].map(({ key }) => key));
  for (const { key } of [...decisions, ...changes, ...movements.filter(({ key }) => !decided.has(key))])
    if (key) times.set(key, (times.get(key) ?? 0) + 1);
  return times;
}
