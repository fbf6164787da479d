import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { strayStrings } from './catalogue-rule';

const ROOT = path.resolve(import.meta.dirname, '..');
const LANGUAGES = ['en', 'zh-Hans', 'zh-Hant'] as const;
type Language = (typeof LANGUAGES)[number];

/** A message is a text, or texts by plural and choice. */
type Message = string | { match: Record<string, string> }[];

function catalogue(language: Language): Map<string, Message> {
  const folder = path.join(ROOT, 'messages', language);
  return new Map(
    readdirSync(folder).flatMap((file) =>
      Object.entries(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Record<string, Message>)
        .filter(([key]) => key !== '$schema')
        .map(([key, message]) => {
          const prefix = `${path.basename(file, '.json')}_`;
          if (!key.startsWith(prefix))
            throw new Error(`${language}/${file}: ${key} does not begin with ${prefix}`);
          return [key, message];
        })
    )
  );
}

const texts = (message: Message) =>
  typeof message === 'string' ? [message] : message.flatMap(({ match }) => Object.values(match));
const placeholders = (message: Message) =>
  [...new Set(texts(message).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();

const all = Object.fromEntries(LANGUAGES.map((language) => [language, catalogue(language)])) as Record<
  Language,
  Map<string, Message>
>;
const english = [...all.en];

/** The same in Chinese as in English: only signs, figures and what has no Chinese name. */
const isWordless = (text: string) => !/\p{L}{2,}/u.test(text.replace(/\{\w+\}|CSV|ISO|SKU|FY|p\d\d/g, ''));

describe('the catalogues', () => {
  it.each(LANGUAGES)('%s has every message, and no other', (language) => {
    expect([...all[language].keys()].sort()).toEqual(english.map(([key]) => key).sort());
  });

  it.each(LANGUAGES)('%s has no empty message', (language) => {
    const empty = [...all[language]].filter(([, message]) => texts(message).some((text) => !text));
    expect(empty).toEqual([]);
  });

  it.each(['zh-Hans', 'zh-Hant'] as const)('%s leaves nothing in English', (language) => {
    const same = english.filter(
      ([key, message]) =>
        JSON.stringify(all[language].get(key)) === JSON.stringify(message) &&
        !texts(message).every(isWordless)
    );
    expect(same).toEqual([]);
  });

  it.each(['zh-Hans', 'zh-Hant'] as const)('%s names the same values', (language) => {
    const other = english
      .filter(([key]) => all[language].has(key))
      .map(([key, message]) => [key, placeholders(message), placeholders(all[language].get(key)!)] as const)
      .filter(([, here, there]) => here.join() !== there.join());
    expect(other).toEqual([]);
  });

  it('keep the two Chinese scripts apart', () => {
    // Common characters that only one of the two writes.
    const onlySimplified = /[个们这没还钱费预关闭单销断开户动应选择录论际]/u;
    const onlyTraditional = /[個們這沒還錢費預關閉單銷斷開戶動應選擇錄論際]/u;
    const strays = (language: Language, wrong: RegExp) =>
      [...all[language]].filter(([, message]) => texts(message).some((text) => wrong.test(text)));
    expect(strays('zh-Hant', onlySimplified)).toEqual([]);
    expect(strays('zh-Hans', onlyTraditional)).toEqual([]);
  });
});

describe('visible strings', () => {
  const components = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.svelte'))
    .map((file) => path.join('src', file))
    .sort();

  it('stand in the catalogues, not in components', () => {
    const strays = components.flatMap((file) =>
      strayStrings(readFileSync(path.join(ROOT, file), 'utf8')).map(
        ({ text, line }) => `${file}:${line} “${text}”: put it into messages/{en,zh-Hans,zh-Hant}`
      )
    );
    expect(components.length).toBeGreaterThan(20);
    expect(strays).toEqual([]);
  });

  it('are found wherever they hide', () => {
    const fixture = `<script>const quiet = 'undrawn';</script>
<p class="quiet">Warchest · {quiet}</p>
<p>Left over</p>
<button aria-label="Close">×</button>
<input placeholder={quiet ? 'Type here' : ''} />
<img alt="A chart of {quiet}" src="quiet.png" />
{#if quiet}<b>{quiet ?? 'nothing yet'}</b>{:else}{\`spent \${quiet}\`}{/if}
{#snippet inside()}在内{/snippet}
<code>npm start</code><i style:left="{quiet}px"></i>
<style>p { color: red }</style>`;
    expect(strayStrings(fixture).map(({ text }) => text)).toEqual([
      'Left over',
      'Close',
      'Type here',
      'A chart of',
      'nothing yet',
      'spent',
      '在内'
    ]);
  });

  it.each<[string, string, string]>([
    ['what a component is given', '<PageHead heading="Funds" />', 'Funds'],
    ['a sentence that a component is given', '<Notice text="nothing is left" />', 'nothing is left'],
    ['a field that is filled in', '<input value="Left over" />', 'Left over'],
    ['a constant', "<script>const t = 'Left over';</script>{t}", 'Left over'],
    ['a typed constant', '<script lang="ts">const t: string = \'Left\';</script>{t}', 'Left'],
    ['a constant of the markup', "{#if true}{@const t = 'Left over'}{t}{/if}", 'Left over'],
    ['what a function is given', '{f("Left over")}', 'Left over'],
    ['a list', "<script>const heads = ['Fund', 'Left'];</script>", 'Fund|Left'],
    ['a text with a value in it', '<script>const t = (n) => `spent ${n}`;</script>', 'spent'],
    ['markup as text', "{@html '<b>left</b>'}", '<b>left</b>'],
    ['what a component is told to say', "<Notice text={isOver ? 'Over' : ''} />", 'Over'],
    ['Chinese', "<script>const t = '余额';</script>", '余额']
  ])('are found in %s', (_, source, text) => {
    expect(
      strayStrings(source)
        .map((stray) => stray.text)
        .join('|')
    ).toBe(text);
  });

  it.each<[string, string]>([
    ['paths and kinds', "<script lang=\"ts\">import a from './An a'; type T = 'Left over' | 'x';</script>"],
    ['keys that are compared', "<script>const f = (e) => e.key === 'Escape' || e.key !== 'Home';</script>"],
    ['looks', '<p class="row open" class:open={true} style="border: thin solid red" style:left="auto">·</p>'],
    ['geometry', '<path d={`M${x} 0`} transform={`translate(${x} ${y})`} />'],
    ['selectors', "<script>const f = (e) => e.closest('section details');</script>"],
    ['keys of the keyboard and names of languages', "<script>const x = ['Ctrl', 'English'];</script>"]
  ])('are not seen in %s', (_, source) => {
    expect(strayStrings(source)).toEqual([]);
  });
});
