import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileName, inlineNamed } from './file-name';
import { mediaTypeOf } from './media-type';
import { MOST_BYTES, readUploads, sizeRefusal } from './upload';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('what a file is', () => {
  it.each([
    ['%PDF-1.7 …', 'application/pdf'],
    ['\x89PNG\r\n\x1a\n…', 'image/png'],
    ['\xff\xd8\xff\xe0JFIF', 'image/jpeg'],
    ['RIFF\x00\x01\x02\x03WEBPVP8 ', 'image/webp'],
    ['RIFF\x00\x01\x02\x03WAVEfmt ', null],
    ['<html><script>', null],
    ['<svg xmlns="http://www.w3.org/2000/svg">', null],
    ['PK\x03\x04', null],
    ['%PD', null],
    ['RIFF', null],
    ['', null]
  ])('is told by its first bytes: %j', (content, type) => {
    expect(mediaTypeOf(bytes(content))).toBe(type);
  });
});

describe('the name of a file', () => {
  it.each([
    ['claim.pdf', 'application/pdf', 'claim.pdf'],
    ['Claim 7.PDF', 'application/pdf', 'Claim 7.PDF'],
    ['C:\\papers\\claim.pdf', 'application/pdf', 'claim.pdf'],
    ['../../etc/passwd', 'application/pdf', 'passwd.pdf'],
    ['photo.jpeg', 'image/jpeg', 'photo.jpeg'],
    ['run.exe', 'image/png', 'run.exe.png'],
    ['fdp\u202e.exe', 'application/pdf', 'fdp .exe.pdf'],
    ['发票.pdf', 'application/pdf', '发票.pdf'],
    ['.pdf', 'application/pdf', 'pdf.pdf'],
    ['', 'image/webp', 'file.webp']
  ] as const)('%j becomes one that fits', (given, type, name) => {
    expect(fileName(given, type)).toBe(name);
  });

  it('whatever it is, is short, on one line, of no folder, and fits into a header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
        const name = fileName(given, 'application/pdf');
        expect(name).toMatch(/^[^\\/\n\r"]+\.pdf$/i);
        expect(Array.from(name).length).toBeLessThanOrEqual(120);
        expect(() => new Headers({ 'content-disposition': inlineNamed(name) })).not.toThrow();
      })
    );
  });

  it('is written out for every browser', () => {
    expect(inlineNamed("Bill (May)'s.pdf")).toBe(
      `inline; filename="Bill _May__s.pdf"; filename*=UTF-8''Bill%20%28May%29%27s.pdf`
    );
  });
});

describe('files that were sent', () => {
  it('are kept all, or none with the reason', () => {
    const pdf = { name: 'a.pdf', content: bytes('%PDF-1.7') };
    expect(readUploads([pdf])).toMatchObject({ ok: true, uploads: [{ name: 'a.pdf' }] });
    expect(readUploads([])).toEqual({ ok: true, uploads: [] });
    const page = { name: 'a.pdf', content: bytes('<html>') };
    expect(readUploads([pdf, page])).toEqual({ ok: false, refusal: { why: 'other-type', name: 'a.pdf' } });
    const empty = { name: 'b.pdf', content: bytes('') };
    expect(readUploads([empty])).toEqual({ ok: false, refusal: { why: 'empty', name: 'b.pdf' } });
  });

  it('are together no larger than what is taken', () => {
    expect(sizeRefusal([{ size: MOST_BYTES }])).toBeNull();
    expect(sizeRefusal([{ size: MOST_BYTES }, { size: 1 }])).toEqual({
      why: 'too-large',
      bytes: MOST_BYTES + 1
    });
    expect(sizeRefusal(Array.from({ length: 11 }, () => ({ size: 1 })))).toEqual({
      why: 'too-many',
      count: 11
    });
  });
});
