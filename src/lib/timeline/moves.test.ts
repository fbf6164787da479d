import { expect, it } from 'vitest';
import { day, type DayRange } from '$lib/calendar/day';
import { promotion } from './fixture-marks';
import { Moves } from './moves.svelte';
import type { PromotionBar } from './timeline';

const first = { from: day('2026-12-07'), to: day('2026-12-20') };
const second = { from: day('2026-12-14'), to: day('2026-12-27') };
const third = { from: day('2026-12-21'), to: day('2027-01-03') };

/** A picture of one bar that lies where it was sent last, unless `refuses`. */
function picture() {
  let lies: DayRange = first;
  const at = { refuses: false };
  const moves = new Moves((bar, range) => {
    if (at.refuses) return Promise.resolve('no');
    expect({ from: bar.from, to: bar.to }).toEqual(lies);
    lies = range;
    return Promise.resolve(null);
  });
  const bar = (): PromotionBar => ({
    ...promotion('p', 'Display', lies.from, lies.to, 'approved'),
    ...lies
  });
  return { moves, at, bar, lies: () => lies };
}

it('moves are undone in the order from last to first, and redone from first to last', async () => {
  const { moves, bar, lies } = picture();
  await moves.make(bar(), second);
  await moves.make(bar(), third);
  await moves.undo();
  expect(lies()).toEqual(second);
  await moves.undo();
  expect(lies()).toEqual(first);
  await moves.undo();
  expect(lies()).toEqual(first);
  await moves.redo();
  await moves.redo();
  expect(lies()).toEqual(third);
});

it('a new move forgets what was undone', async () => {
  const { moves, bar, lies } = picture();
  await moves.make(bar(), second);
  await moves.undo();
  await moves.make(bar(), third);
  await moves.redo();
  expect(lies()).toEqual(third);
});

it('a refused step is told, and can be tried again', async () => {
  const { moves, at, bar, lies } = picture();
  await moves.make(bar(), second);
  at.refuses = true;
  await moves.undo();
  expect(moves.last?.refusal).toBe('no');
  at.refuses = false;
  await moves.undo();
  expect(lies()).toEqual(first);
});

it('what was told last is taken back, a move or its undoing', async () => {
  const { moves, bar, lies } = picture();
  await moves.make(bar(), second);
  await moves.takeBackLast();
  expect(lies()).toEqual(first);
  await moves.takeBackLast();
  expect(lies()).toEqual(second);
  await moves.takeBackLast();
  expect(lies()).toEqual(first);
});
