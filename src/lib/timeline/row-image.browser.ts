import type { Certainty } from './legend';

const SVG = 'http://www.w3.org/2000/svg';
const PAD = 16;
const LINE = 20;
/** Everything that the marks take from style sheets, which a picture of its own does not have. */
const STYLES = [
  ...[
    'fill',
    'fill-opacity',
    'stroke',
    'stroke-opacity',
    'stroke-width',
    'stroke-dasharray',
    'stroke-linecap'
  ],
  ...['stroke-linejoin', 'opacity', 'paint-order', 'stop-color', 'stop-opacity', 'display', 'visibility'],
  ...['font-family', 'font-size', 'font-weight', 'text-anchor', 'text-decoration']
];
/** Of the screen alone: what is being chosen, what is pressed, what is only heard. */
const LEFT_OUT = 'title, .choice, .visually-hidden, button, [data-copy]';

/** What the picture says beside the row. */
export interface ImageWords {
  legend: Certainty[];
  foot: string;
}

/**
 * The row of an account below its axis, as a picture that explains itself wherever it is pasted: in light colours,
 * at twice its size.
 */
export async function drawRow(account: Element, axis: Element, words: ImageWords): Promise<Blob> {
  const svg = inLight(() => compose(account, axis, words));
  const image = new Image();
  const source = new Blob([new XMLSerializer().serializeToString(svg)], { type: 'image/svg+xml' });
  const address = URL.createObjectURL(source);
  try {
    image.src = address;
    await image.decode();
  } finally {
    URL.revokeObjectURL(address);
  }
  const canvas = document.createElement('canvas');
  canvas.width = Number(svg.getAttribute('width')) * 2;
  canvas.height = Number(svg.getAttribute('height')) * 2;
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png')
  );
}

/**
 * Puts a picture on the clipboard, or among the downloads where the browser refuses.
 *
 * @returns where it went
 */
export async function handOver(png: Promise<Blob>, name: string): Promise<'copied' | 'saved'> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
    return 'copied';
  } catch {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await png);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    return 'saved';
  }
}

/** Reads styles as the light theme has them. Nothing is painted before the reader's own theme is back. */
function inLight<T>(read: () => T): T {
  const root = document.documentElement;
  const theme = root.dataset.theme;
  root.dataset.theme = 'light';
  try {
    return read();
  } finally {
    root.dataset.theme = theme;
  }
}

function compose(account: Element, axis: Element, words: ImageWords): SVGSVGElement {
  const [head, row] = [axis.getBoundingClientRect(), account.getBoundingClientRect()];
  const style = getComputedStyle(account);
  /** On a phone the legend is wider than the row. */
  const legend = words.legend.reduce((sum, { text }) => sum + 36 + measure(text, style).width, 0);
  const width = Math.ceil(Math.max(row.width, legend)) + 2 * PAD;
  const height = Math.ceil(head.height + row.height) + 2 * LINE + 2 * PAD;
  const svg = add(document, 'svg', { xmlns: SVG, width, height });
  add(svg, 'rect', { width, height, fill: '#fff' });
  const patterns = document.querySelector<SVGElement>('.patterns defs');
  if (patterns) svg.append(styled(patterns));
  copyParts(axis, svg, PAD - head.left, PAD - head.top);
  copyParts(account, svg, PAD - row.left, PAD + head.height - row.top);
  const below = PAD + head.height + row.height + LINE;
  let x = PAD;
  for (const { fill, stroke, opacity, text } of words.legend) {
    const mark = { x, y: below - 10, width: 16, height: 11, 'stroke-width': 1.5, 'stroke-dasharray': '4 3' };
    const swatch = add(svg, 'rect', { ...mark, opacity: opacity ?? 1 });
    swatch.setAttribute('fill', resolved(fill, style));
    if (stroke) swatch.setAttribute('stroke', resolved(stroke, style));
    x += 22 + write(svg, text, x + 22, below, style) + 14;
  }
  write(svg, words.foot, PAD, below + LINE, style);
  return svg;
}

/** Copies every drawing, text and coloured box of a part of the page to where it stands. */
function copyParts(part: Element, svg: Element, dx: number, dy: number) {
  for (const child of part.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) copyText(child as Text, svg, dx, dy);
    if (!(child instanceof Element) || child.matches(LEFT_OUT)) continue;
    const style = getComputedStyle(child);
    if (style.display === 'none' || style.visibility === 'hidden') continue;
    const box = child.getBoundingClientRect();
    const place = { x: box.left + dx, y: box.top + dy, width: box.width, height: box.height };
    if (child instanceof SVGElement) {
      const copy = styled(child);
      for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(value));
      svg.append(copy);
      continue;
    }
    if (!/^(transparent|rgba\(.*, 0\))$/.test(style.backgroundColor))
      add(svg, 'rect', { ...place, fill: style.backgroundColor, opacity: style.opacity });
    copyParts(child, svg, dx, dy);
  }
}

/** Word by word, so that a line that breaks on the page breaks in the picture. */
function copyText(node: Text, svg: Element, dx: number, dy: number) {
  const style = getComputedStyle(node.parentElement!);
  const edge = node.parentElement!.getBoundingClientRect().right;
  for (const word of node.data.matchAll(/\S+/g)) {
    const range = document.createRange();
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    const box = range.getBoundingClientRect();
    if (box.width === 0 || (style.overflowX !== 'visible' && box.left >= edge)) continue;
    const { fontBoundingBoxAscent } = measure(word[0], style);
    write(svg, word[0], box.left + dx, box.top + dy + fontBoundingBoxAscent, style);
  }
}

/** @returns the width of the text */
function write(svg: Element, text: string, x: number, y: number, style: CSSStyleDeclaration): number {
  const { color, fontFamily, fontSize, fontWeight } = style;
  const font = { 'font-family': fontFamily, 'font-size': fontSize, 'font-weight': fontWeight };
  add(svg, 'text', { x, y, fill: color, ...font }).textContent = text;
  return measure(text, style).width;
}

let pen: CanvasRenderingContext2D | null = null;
function measure(text: string, style: CSSStyleDeclaration): TextMetrics {
  pen ??= document.createElement('canvas').getContext('2d')!;
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  return pen.measureText(text);
}

/** A copy that needs no style sheet. */
function styled(source: SVGElement): SVGElement {
  const copy = source.cloneNode(true) as SVGElement;
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  for (const [i, element] of [source, ...source.querySelectorAll('*')].entries()) {
    const style = getComputedStyle(element);
    copies[i]!.setAttribute(
      'style',
      STYLES.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';')
    );
  }
  for (const unwanted of copy.querySelectorAll(LEFT_OUT)) unwanted.remove();
  return copy;
}

/** The colour that a token stands for. */
function resolved(fill: string, style: CSSStyleDeclaration): string {
  const token = /^var\((--[\w-]+)\)$/.exec(fill)?.[1];
  return token ? style.getPropertyValue(token).trim() : fill;
}

function add(parent: Element, name: string, attributes: Record<string, string | number>): SVGElement;
function add(parent: Document, name: 'svg', attributes: Record<string, string | number>): SVGSVGElement;
function add(parent: Element | Document, name: string, attributes: Record<string, string | number>) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (parent instanceof Element) parent.append(element);
  return element;
}
