import { readFileSync } from 'node:fs';
import {
  type Color,
  converter,
  differenceCiede2000,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  type Rgb,
  wcagContrast
} from 'culori';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/app.css', 'utf8');
const MARKS = ['--c-own', '--c-comp', '--c-stock', '--c-window', '--c-orders', '--c-sell'];
const TEXTS = ['--t-own', '--t-comp', '--t-stock', '--t-window', '--ink', '--muted'];
const PAIRS = MARKS.flatMap((a, i) => MARKS.slice(i + 1).map((b) => [a, b] as const));

/** How a colour is seen: Machado, Oliveira and Fernandes 2009, at full severity. */
const EYES = [
  ['every cone', (colour: Rgb) => colour],
  ['no long cones', filterDeficiencyProt(1)],
  ['no middle cones', filterDeficiencyDeuter(1)],
  ['no short cones', filterDeficiencyTrit(1)]
] as const;
const linear = converter('lrgb');
/** CIEDE2000 from which two marks that touch are told apart at a glance. */
const LEAST_DIFFERENCE = 11;
const difference = differenceCiede2000();

/** The colour as an eye sees it. The matrices are meant for linear light, and the filter multiplies what it is given. */
function seenBy(eye: (colour: Rgb) => Rgb, colour: string): Color {
  return { ...eye({ ...linear(colour)!, mode: 'rgb' }), mode: 'lrgb' };
}

/** Tokens of the block that a selector opens. */
function tokens(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('}', start));
  return new Map(
    [...block.matchAll(/(--[\w-]+): (#[0-9a-f]{3,6});/g)].map((match) => [match[1]!, match[2]!])
  );
}

describe.each([
  ['light', ':root'],
  ['dark', ":root[data-theme='dark']"]
])('the %s colours of the chart', (_, selector) => {
  const theme = tokens(selector);
  const background = theme.get('--bg')!;

  it.each(MARKS)('%s stands out from the background by 3 to 1', (name) => {
    expect(wcagContrast(theme.get(name)!, background)).toBeGreaterThanOrEqual(3);
  });

  it.each(TEXTS)('%s can be read on the background, by 4.5 to 1', (name) => {
    expect(wcagContrast(theme.get(name)!, background)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(PAIRS)('%s and %s are told apart by every eye', (a, b) => {
    for (const [name, eye] of EYES)
      expect(difference(seenBy(eye, theme.get(a)!), seenBy(eye, theme.get(b)!)), name).toBeGreaterThanOrEqual(
        LEAST_DIFFERENCE
      );
  });
});

it('the dark colours are the same, whether somebody or their system asks for them', () => {
  expect(tokens(":root[data-theme='auto']")).toEqual(tokens(":root[data-theme='dark']"));
});
