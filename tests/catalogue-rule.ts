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

/** The product's name, signs of units and what is the same in every language. */
const SAME_EVERYWHERE = new Set(['Warchest', 'CSV', 'ISO', 'p10', 'p25', 'p50', 'p75', 'p90', 'FY']);

const HAS_LETTER = /\p{L}/u;

function isStray(text: string): boolean {
  return text.split(/[\s·:()/–—,.]+/).some((word) => HAS_LETTER.test(word) && !SAME_EVERYWHERE.has(word));
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

/** What of a component's markup a person would read in one language only. */
export function strayStrings(source: string): Stray[] {
  const found: Node[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!isNode(node)) return;
    if (node.type === 'Attribute') {
      const parts = Array.isArray(node.value) ? node.value : [node.value];
      const texts = parts.flatMap((part: Node) =>
        part.type === 'Text' ? [part] : part.type === 'ExpressionTag' ? shown(part.expression) : []
      );
      if (SPOKEN.has(node.name as string)) found.push(...texts);
      // A snippet or a handler can stand in an attribute, but no text that is drawn.
      return;
    }
    if (node.type === 'Text') found.push(node);
    if (node.type === 'ExpressionTag') return void found.push(...shown(node.expression));
    // Looks have no language, and what is typed into a terminal is the same in each.
    if (node.type === 'StyleDirective' || (node.type === 'RegularElement' && TYPED.has(node.name as string)))
      return;
    for (const [key, value] of Object.entries(node)) if (key !== 'expression') visit(value);
  };
  visit(parse(source, { modern: true }).fragment);
  return found
    .map((node) => ({ text: textOf(node).trim(), line: source.slice(0, node.start).split('\n').length }))
    .filter(({ text }) => isStray(text));
}
