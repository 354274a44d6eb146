const OPEN = /^[ \t]*<PLUGIN_(\d+)>[ \t]*$/i;
const WHOLE = /^([ \t]*)<PLUGIN_\d+>[ \t]*([^`]*?\S)[ \t]*<\/PLUGIN_\d+>[ \t]*$/i;
const CLOSE = /^[ \t]*<\/PLUGIN_\d+>[ \t]*$/i;

/**
 * StepFly marks queries as `<PLUGIN_1> … </PLUGIN_1>`. Markdown would read their insides as prose, so the marks become
 * fences of the same line count; one that fits on a line becomes inline code. Liquid tags in link targets lose their spaces, which Markdown would not take for links.
 */
export function markPlugins(markdown: string): string {
  const liquid = markdown.replace(/\]\(\{%-?\s*(?:link|raw)\s+([^%\n]*?)\s*-?%\}([^)\s]*)\)/g, (_all, path: string, anchor: string) => {
    return `](${path.replace(/\{\{.*?\}\}|\s/g, '')}${anchor})`;
  });
  if (!/<PLUGIN_\d+>/i.test(liquid)) return liquid;
  const lines = liquid.split('\n');
  const closings = lines.flatMap((line, index) => (CLOSE.test(line) ? [index] : []));
  let closing = 0;
  return lines
    .map((line, index) => {
      while ((closings[closing] ?? Infinity) < index) closing += 1;
      const whole = WHOLE.exec(line);
      if (whole !== null) return `${whole[1] ?? ''}\`${whole[2] ?? ''}\``;
      const opens = OPEN.exec(line);
      if (opens !== null && closing < closings.length) return `~~~~~~~~~~~~~~plugin_${opens[1] ?? ''}`;
      return CLOSE.test(line) ? '~~~~~~~~~~~~~~' : line;
    })
    .join('\n');
}
