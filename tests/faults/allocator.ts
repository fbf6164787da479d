import { addDays } from '../../src/lib/calendar/day';
import { type Answer, type Order, send } from './request';
import { TODAY, type World } from './world';

export const KINDS = ['plan', 'cancel', 'settle', 'change', 'move', 'deposit'] as const;
export type Kind = (typeof KINDS)[number];

/** One order with all that the server said of it, however often it was sent. */
export interface Attempt {
  kind: Kind;
  key: string;
  answers: (Answer & { isAfterDone: boolean })[];
  /** The answers to the same key with another body. */
  forged: Answer[];
  sends: number;
}

/** What all allocators share. */
export interface Floor {
  base: string;
  world: World;
  /** Promotions that somebody has planned; several take the same one. */
  planned: string[];
  /** Seeded: the same seed asks the same; what is answered depends on who is first. */
  random: () => number;
}

/**
 * One order of a mix: each is sent 1 to 5 times, some at once; a fifth of the answers is dropped; one in twenty is
 * followed by the same key with another body. Sends until the server has answered at least once.
 */
export async function attempt(floor: Floor): Promise<Attempt> {
  const { kind, order, forgery } = draw(floor);
  const sent: Attempt = { kind, key: order.form.key!, answers: [], forged: [], sends: 0 };
  const times = floor.random() < 0.6 ? 1 : 2 + Math.floor(floor.random() * 4);
  const isAtOnce = floor.random() < 0.5;
  const once = async (isDropped: boolean) => {
    sent.sends++;
    const isAfterDone = sent.answers.some(({ what }) => what === 'done');
    sent.answers.push({ ...(await send(floor.base, order, isDropped)), isAfterDone });
  };
  const maybe = () => once(floor.random() < 0.2);
  if (isAtOnce) await Promise.all(Array.from({ length: times }, maybe));
  else for (let i = 0; i < times; i++) await maybe();
  for (let wait = 10; !sent.answers.some(({ what }) => what !== 'lost'); wait = Math.min(wait * 2, 500)) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    await once(false);
  }
  if (floor.random() < 0.05) sent.forged.push(await send(floor.base, { ...order, form: forgery }, false));
  const planned = kind === 'plan' && sent.answers.find(({ what }) => what === 'done');
  if (planned) floor.planned.push(new URL(planned.text, floor.base).searchParams.get('planned')!);
  return sent;
}

function draw(floor: Floor): { kind: Kind; order: Order; forgery: Record<string, string> } {
  const { world, planned, random } = floor;
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const amount = (most: number) => (1 + Math.floor(random() * most * 100)) / 100;
  const key = crypto.randomUUID();
  const roll = random();
  const fund = pick(world.funds);
  const manager = pick(world.managers);
  const made = (
    kind: Kind,
    session: string,
    path: string,
    form: Record<string, string>,
    other: Record<string, string>
  ) => ({
    kind,
    order: { session, path, form: { key, ...form } },
    forgery: { key, ...form, ...other }
  });
  if (roll < 0.5 || planned.length === 0) {
    const from = addDays(TODAY, 1 + Math.floor(random() * 150));
    const plan = {
      account: fund.account,
      fund: fund.code,
      name: 'Under load',
      tactic: 'display',
      from,
      to: addDays(from, 13),
      amount: amount(300).toFixed(2),
      reason: ''
    };
    return made('plan', manager, '/promotions/new', plan, { amount: '0.01', name: 'Another' });
  }
  if (roll < 0.7) {
    const at = `/promotions/${encodeURIComponent(pick(planned))}`;
    return made('cancel', manager, `${at}?/cancel`, { reason: 'load' }, { reason: 'another' });
  }
  const at = `/promotions/${encodeURIComponent(pick(planned))}`;
  if (roll < 0.8) {
    const form = { actual: amount(330).toFixed(2), sure: 'yes', reason: 'load' };
    return made('settle', pick(world.finance), `${at}?/settle`, form, { actual: '0.01' });
  }
  if (roll < 0.86) {
    const from = addDays(TODAY, 1 + Math.floor(random() * 150));
    const form = { from, to: addDays(from, 6), amount: amount(300).toFixed(2), reason: 'load' };
    return made('change', manager, `${at}?/change`, form, { amount: '0.01' });
  }
  const target = pick(world.funds.filter(({ code }) => code !== fund.code)).code;
  if (roll < 0.97) {
    const form = { target, amount: amount(200).toFixed(2), reason: 'load' };
    return made('move', manager, `/funds/${fund.code}?/move`, form, { amount: '0.01' });
  }
  const form = { amount: amount(20).toFixed(2), reason: 'load' };
  return made('deposit', manager, `/funds/${fund.code}?/deposit`, form, { amount: '0.01' });
}
