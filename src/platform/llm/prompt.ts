import { readFileSync } from 'node:fs';

/** A prompt as written in a `prompts/*.md`: what the model is told, and what it is given. */
export interface Prompt {
  readonly system: string;
  /** With `{{name}}` where a value goes. */
  readonly prompt: string;
}

const PARTS = /^# System\n(?<system>[\s\S]*?)\n# Prompt\n(?<prompt>[\s\S]*)$/u;

/** Reads a prompt that has the headings `# System` and `# Prompt`, in this order. */
export function readPrompt(file: URL): Prompt {
  const { system, prompt } = PARTS.exec(readFileSync(file, 'utf8'))?.groups ?? {};
  if (system === undefined || prompt === undefined) throw new TypeError(`${file.pathname} has no headings "# System" and "# Prompt".`);
  return { system: system.trim(), prompt: prompt.trim() };
}

/** Puts values into their places, all at once: what a value says is never read as a place again. */
export function fillPrompt(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/gu, (place, name: string) => values[name] ?? place);
}
