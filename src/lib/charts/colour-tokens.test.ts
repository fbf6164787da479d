import { readFileSync } from 'node:fs';
import { rgb } from 'd3';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/app.css', 'utf8');
const MARKS = ['--c-own', '--c-comp', '--c-stock', '--c-window', '--c-orders', '--c-sell'];
const TEXTS = ['--t-own', '--t-comp', '--t-stock', '--t-window', '--ink', '--muted'];

/** Tokens of the block that a selector opens. */
function tokens(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('}', start));
  return new Map(
    [...block.matchAll(/(--[\w-]+): (#[0-9a-f]{3,6});/g)].map((match) => [match[1]!, match[2]!])
  );
}

/** WCAG 2 contrast of two colours, 1 to 21. */
function contrast(first: string, second: string): number {
  const light = (colour: string) => {
    const { r, g, b } = rgb(colour);
    const [red, green, blue] = [r, g, b].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const [a, b] = [light(first), light(second)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

describe.each([
  ['light', ':root'],
  ['dark', ":root[data-theme='dark']"]
])('the %s colours of the chart', (_, selector) => {
  const theme = tokens(selector);
  const background = theme.get('--bg')!;

  it.each(MARKS)('%s stands out from the background by 3 to 1', (name) => {
    expect(contrast(theme.get(name)!, background)).toBeGreaterThanOrEqual(3);
  });

  it.each(TEXTS)('%s can be read on the background, by 4.5 to 1', (name) => {
    expect(contrast(theme.get(name)!, background)).toBeGreaterThanOrEqual(4.5);
  });
});
