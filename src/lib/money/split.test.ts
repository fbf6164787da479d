import { expect, it } from 'vitest';
import { splitByWeights } from './money';

it('what is left over goes to the largest remainders, of equal ones to the earlier', () => {
  expect(splitByWeights(11, [1, 1, 1])).toEqual([4, 4, 3]);
  expect(splitByWeights(-10, [1, 1, 1])).toEqual([-4, -3, -3]);
  // 10 × 1/8, 2/8 and 5/8 are 1.25, 2.5 and 6.25.
  expect(splitByWeights(10, [1, 2, 5])).toEqual([1, 3, 6]);
});
