import { parse } from 'svelte/compiler';

/** A visible string that stands in a component instead of in the catalogues. */
export interface Stray {
  text: string;
  line: number;
}

/** Attributes that a person sees or hears. */
const SPOKEN = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'label',
  'placeholder',
  'sub',
  'title'
]);

/** Elements of what is typed into a terminal. */
const TYPED = new Set(['code', 'kbd', 'pre', 'samp']);

/** What is the same in every language. */
const SAME_EVERYWHERE = new Set([
  // The product, and signs of units.
  ...['Warchest', 'CSV', 'ISO', 'p10', 'p25', 'p50', 'p75', 'p90', 'FY'],
  // As they are printed on keys.
  ...['Ctrl', 'Shift', 'Home', 'End', 'Enter', 'Esc', 'Z', '⇧Z', 'Ctrl+Z', 'Ctrl+Y', 'Ctrl+D', 'Ctrl+R', 'L'],
  // Each language is named in itself, so that whoever reads it finds it.
  ...['English', '简体中文', '繁體中文']
]);

/** Attributes that nobody reads, whose values may look like words. */
const QUIET = new Set([
  'class',
  'style',
  'd',
  'points',
  'transform',
  'viewBox',
  'content',
  'name',
  'id',
  'for'
]);

/** Functions whose text is a selector. */
const SELECTING = new Set(['querySelector', 'querySelectorAll', 'closest', 'matches']);

const HAS_LETTER = /\p{L}/u;

function isStray(text: string): boolean {
  return text.split(/[\s·:()/–—,.]+/).some((word) => HAS_LETTER.test(word) && !SAME_EVERYWHERE.has(word));
}

/** Looks like something to read: a capitalised word, two words in a row, or a Chinese character. */
function isWording(text: string): boolean {
  return (
    /^\s*\p{Lu}\p{Ll}/u.test(text) ||
    /\p{L}{2}[,;:’']?\s+\p{L}{2}/u.test(text) ||
    /\p{Script=Han}/u.test(text)
  );
}

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** Strings that an expression can show: its own, and those of a choice, a fallback or a template. */
function shown(node: unknown): Node[] {
  if (!isNode(node)) return [];
  if (node.type === 'Literal') return typeof node.value === 'string' ? [node] : [];
  if (node.type === 'TemplateLiteral') return (node.quasis as Node[]).concat();
  if (node.type === 'TemplateElement') return [node];
  if (node.type === 'ConditionalExpression') return [...shown(node.consequent), ...shown(node.alternate)];
  if (node.type === 'LogicalExpression') return [...shown(node.left), ...shown(node.right)];
  if (node.type === 'BinaryExpression' && node.operator === '+')
    return [...shown(node.left), ...shown(node.right)];
  return [];
}

function textOf(node: Node): string {
  if (node.type === 'Text') return node.data as string;
  if (node.type === 'TemplateElement') return (node.value as { cooked: string }).cooked;
  return node.value as string;
}

/** Strings that look like wording anywhere in code, but for those that are compared, looked up or imported. */
function worded(node: unknown, found: Node[]): void {
  if (Array.isArray(node)) return node.forEach((one) => worded(one, found));
  if (!isNode(node)) return;
  if (node.type === 'Literal') {
    if (typeof node.value === 'string' && isWording(node.value)) found.push(node);
    return;
  }
  if (node.type === 'TemplateLiteral') {
    const quasis = node.quasis as Node[];
    // Beside a value, one word is wording: `spent ${amount}`.
    const isWord = (text: string) =>
      isWording(text) || (quasis.length > 1 && /(^|\s)\p{L}{2,}(\s|$)/u.test(text) && /\s/.test(text));
    found.push(...quasis.filter((quasi) => isWord(textOf(quasi))));
    return worded(node.expressions, found);
  }
  if (node.type.startsWith('Import') || node.type.startsWith('TSLiteral')) return;
  if (node.type === 'CallExpression') {
    const called = (node.callee as { property?: { name?: string } }).property?.name;
    if (called && SELECTING.has(called)) return;
  }
  const isComparison = node.type === 'BinaryExpression' && /^[!=]==?$/.test(node.operator as string);
  for (const [key, value] of Object.entries(node)) {
    const isLookedAt =
      (isComparison && isNode(value) && value.type === 'Literal') ||
      (node.type === 'SwitchCase' && key === 'test') ||
      (node.type === 'Property' && key === 'key') ||
      (node.type === 'MemberExpression' && key === 'property') ||
      key === 'typeAnnotation';
    if (!isLookedAt) worded(value, found);
  }
}

const CODE = /(Expression|Literal|Declaration|Pattern)$|^Identifier$/;

/** What of a component a person would read in one language only, in its markup and in its script. */
export function strayStrings(source: string): Stray[] {
  const found: Node[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!isNode(node)) return;
    if (CODE.test(node.type)) return worded(node, found);
    if (node.type === 'Attribute') {
      const name = node.name as string;
      if (QUIET.has(name)) return;
      const parts = (Array.isArray(node.value) ? node.value : [node.value]) as Node[];
      for (const part of parts) {
        if (part.type === 'Text') {
          if (SPOKEN.has(name) || isWording(textOf(part))) found.push(part);
        } else if (part.type === 'ExpressionTag') {
          if (SPOKEN.has(name)) found.push(...shown(part.expression));
          worded(part.expression, found);
        }
      }
      return;
    }
    if (node.type === 'Text') found.push(node);
    if (node.type === 'ExpressionTag' || node.type === 'HtmlTag') {
      found.push(...shown(node.expression));
      return worded(node.expression, found);
    }
    // Looks have no language, and what is typed into a terminal is the same in each.
    if (/^(Style|Class)Directive$/.test(node.type)) return;
    if (node.type === 'RegularElement' && TYPED.has(node.name as string)) return;
    for (const value of Object.values(node)) visit(value);
  };
  const { module, instance, fragment } = parse(source, { modern: true });
  for (const script of [module, instance]) worded(script?.content, found);
  visit(fragment);
  return [...new Set(found)]
    .map((node) => ({ text: textOf(node).trim(), line: source.slice(0, node.start).split('\n').length }))
    .filter(({ text }) => isStray(text));
}
