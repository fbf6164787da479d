/** What may be kept: papers and pictures, which a browser shows without running anything in them. */
export type MediaType = 'application/pdf' | 'image/png' | 'image/jpeg' | 'image/webp';

/** By the endings that their names have; the first is the one that a file is given. */
export const ENDINGS: Readonly<Record<MediaType, readonly string[]>> = {
  'application/pdf': ['pdf'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/webp': ['webp']
};
export const MEDIA_TYPES = Object.keys(ENDINGS) as MediaType[];

const ASCII = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));
/** What each begins with; null stands for any byte (WebP has its length there). */
const SIGNATURES: Readonly<Record<MediaType, readonly (number | null)[]>> = {
  'application/pdf': ASCII('%PDF-'),
  'image/png': [0x89, ...ASCII('PNG\r\n'), 0x1a, 0x0a],
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/webp': [...ASCII('RIFF'), null, null, null, null, ...ASCII('WEBP')]
};

/** What a file is, by its first bytes and not by what its name or its sender says; null where it is none that is kept. */
export function mediaTypeOf(content: Uint8Array): MediaType | null {
  return (
    MEDIA_TYPES.find((type) =>
      SIGNATURES[type].every((byte, at) => (byte === null ? at < content.length : content[at] === byte))
    ) ?? null
  );
}
