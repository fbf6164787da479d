import { parse } from 'svelte/compiler';
import ts from 'typescript';

/** What the import rule needs to know of one file, read from its syntax: comments and texts do not count. */
export interface SourceFacts {
  /** Every module that it names, in an import, an export or `import()`. */
  modules: string[];
  /** Names that it takes from D3; `*` for all of it. */
  d3Names: string[];
  /** Clocks and chance that it asks: `new Date()`, `Math.random()`. */
  clocks: string[];
  /** The world outside that it touches: `process`, `fetch`. */
  reaches: string[];
}

const CLOCK_CALLS = new Set([
  'Date',
  'Date.now',
  'Math.random',
  'performance.now',
  'randomUUID',
  'crypto.randomUUID',
  'crypto.getRandomValues'
]);
const FETCHES = new Set(['fetch', 'globalThis.fetch', 'window.fetch']);

/** The facts of a `.ts` or `.svelte` file; of a component its script and the expressions of its markup. */
export function factsOf(path: string, text: string): SourceFacts {
  const script = path.endsWith('.svelte') ? scriptOf(text) : text;
  const facts: SourceFacts = {
    modules: ts.preProcessFile(script, true, true).importedFiles.map((file) => file.fileName),
    d3Names: [],
    clocks: [],
    reaches: []
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      const from = node.moduleSpecifier;
      if (from && ts.isStringLiteral(from) && from.text === 'd3') facts.d3Names.push(...namesOf(node));
    }
    if (ts.isNewExpression(node) && nameOf(node.expression) === 'Date' && !node.arguments?.length)
      facts.clocks.push('new Date()');
    if (ts.isCallExpression(node)) {
      const name = nameOf(node.expression).replace(/^globalThis\./, '');
      if (CLOCK_CALLS.has(name)) facts.clocks.push(`${name}()`);
      if (FETCHES.has(nameOf(node.expression))) facts.reaches.push('fetch()');
      const [asked] = node.arguments;
      if (
        node.expression.kind === ts.SyntaxKind.ImportKeyword &&
        asked &&
        ts.isStringLiteral(asked) &&
        asked.text === 'd3'
      )
        facts.d3Names.push('*');
    }
    if (ts.isPropertyAccessExpression(node) && nameOf(node) === 'process.env')
      facts.reaches.push('process.env');
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, script, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS));
  return facts;
}

/** `a.b.c` for a chain of plain names; empty for anything else. */
function nameOf(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (!ts.isPropertyAccessExpression(node)) return '';
  const before = nameOf(node.expression);
  return before && `${before}.${node.name.text}`;
}

function namesOf(node: ts.ImportDeclaration | ts.ExportDeclaration): string[] {
  const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : node.exportClause;
  const isWhole = ts.isImportDeclaration(node) ? node.importClause?.name : !node.exportClause;
  if (isWhole) return ['*'];
  if (!bindings) return [];
  if (ts.isNamedImports(bindings) || ts.isNamedExports(bindings))
    return bindings.elements.map((one) => (one.propertyName ?? one.name).text);
  return ['*'];
}

interface Node {
  type: string;
  start: number;
  end: number;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
const CODE = /(Expression|Literal|Declaration|Pattern)$|^Identifier$/;

/** A component's code as one script: its own scripts, then each expression of its markup. */
function scriptOf(source: string): string {
  const { instance, module, fragment } = parse(source, { modern: true });
  const parts = [module, instance].flatMap((script) => {
    const program = script?.content as unknown as Node | undefined;
    return program ? [source.slice(program.start, program.end)] : [];
  });
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!isNode(node)) return;
    if (CODE.test(node.type)) {
      const text = source.slice(node.start, node.end);
      parts.push(node.type.endsWith('Declaration') ? text : `(${text});`);
      return;
    }
    for (const value of Object.values(node)) visit(value);
  };
  visit(fragment);
  return parts.join('\n');
}
