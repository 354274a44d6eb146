/** What a client of Adaptive Cards replaces in any text; foreign text must not trigger it. */
const MACRO = /\{\{(?=(?:DATE|TIME)\()/gu;
const ZERO_WIDTH_SPACE = '\u200b';

/** Foreign text for a field that reads Markdown: shown as it stands, on one line. */
export function escapeMarkdown(text: string): string {
  return plain(text)
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[\\`*_[\]<>~|]/gu, '\\$&')
    .replace(/^([#+-])|^(\d+)([.)])/u, (_match, mark: string | undefined, digits: string | undefined, point: string | undefined) =>
      mark === undefined ? `${digits ?? ''}\\${point ?? ''}` : `\\${mark}`,
    );
}

/** Foreign text for a field without Markdown: control characters out, macros broken, surrogates whole. */
export function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu, '\ufffd')
    .replace(MACRO, `{${ZERO_WIDTH_SPACE}{`);
}

/** Foreign text escaped for Markdown and cut to `bytes`, never in the middle of an escape. */
export function cutMarkdown(text: string, bytes: number): string {
  const enough = bytes * 4;
  const start = text.length > enough ? `${text.slice(0, enough)}…` : text;
  return cut(escapeMarkdown(start), bytes).replace(/(?<!\\)((?:\\\\)*)\\…$/u, '$1…');
}

/** Cuts a text so that it takes at most `bytes` in a JSON string, at the border of a character. */
export function cut(text: string, bytes: number): string {
  if (text.length <= bytes && jsonBytes(text) <= bytes) return text;
  let low = 0;
  let high = Math.min(text.length, bytes);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (jsonBytes(`${text.slice(0, middle)}…`) <= bytes) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low).replace(/[\ud800-\udbff]$/u, '')}…`;
}

/** How many bytes of UTF-8 a value takes as JSON. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}
