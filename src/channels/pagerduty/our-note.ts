const MARK = '[Periplus]';

/** A note of ours begins with this mark, so that it is known again when it comes back as an event. */
export function markNote(text: string): string {
  return `${MARK} ${text}`;
}

export function isOurNote(content: string): boolean {
  return content.trimStart().startsWith(MARK);
}
