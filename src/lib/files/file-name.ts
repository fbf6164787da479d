import { plainText } from '$lib/text/plain-text';
import { ENDINGS, type MediaType } from './media-type';

const LONGEST = 120;
/** Letters that part folders, that a system refuses, or that turn the writing round so that an ending hides. */
const UNFIT = /[\\/:*?"<>|\t\n\r\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/g;

/** The name that a file is kept under: without folders, and with the ending of what it is. @param given by its sender */
export function fileName(given: string, type: MediaType): string {
  const last = given.split(/[\\/]/).at(-1) ?? '';
  const name = plainText(last.replace(UNFIT, ' '), 1000).replace(/^[. ]+/, '');
  const ending = /\.([^.]{1,8})$/.exec(name)?.[1] ?? '';
  const isRight = ENDINGS[type].includes(ending.toLowerCase());
  const stem = isRight ? name.slice(0, -ending.length - 1) : name;
  const kept = isRight ? ending : ENDINGS[type][0]!;
  return `${
    Array.from(stem)
      .slice(0, LONGEST - kept.length - 1)
      .join('')
      .trim() || 'file'
  }.${kept}`;
}

/**
 * The `content-disposition` header that shows a file under its name (RFC 6266, RFC 8187).
 *
 * @param name in any writing; what a header cannot hold is written in per cent, with a plain name beside it
 */
export function inlineNamed(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._ -]/g, '_');
  const exact = encodeURIComponent(name).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`
  );
  return `inline; filename="${plain}"; filename*=UTF-8''${exact}`;
}
