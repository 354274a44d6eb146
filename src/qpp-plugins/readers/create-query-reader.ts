import { QueryReader, type QueryLanguage, type QueryReading, type QueryStatement } from '../../tsg-parser/index.js';
import { isCommandLine } from './command-line.js';
import { inferLanguage } from './infer-language.js';
import { parseStatement } from './parse-statement.js';
import { readShellBlock } from './read-shell-block.js';
import { readWholeBlock } from './read-whole-block.js';

/** Reads the queries of guides in every language Periplus knows. `await loadReaders()` before the first use. */
export function createQueryReader(): QueryReader {
  return new LanguageReaders();
}

class LanguageReaders extends QueryReader {
  read(text: string, tag: string | null): QueryReading | null {
    const language = tag === null ? inferInline(text) : inferLanguage(text, tag);
    if (language === null) return null;
    const statements = statementsOf(text, language).map(parseStatement);
    return statements.length === 0 ? null : { language, statements };
  }
}

function statementsOf(text: string, language: QueryLanguage): QueryStatement[] {
  return language === 'kubectl' || language === 'oc' || language === 'shell'
    ? readShellBlock(text, language)
    : readWholeBlock(text, language);
}

/** Inline code is a query only where it is a complete command; a name, a path, a flag or a piece of output is not. */
function inferInline(text: string): QueryLanguage | null {
  const language = inferLanguage(text, '');
  if (language === null) return null;
  if (language === 'promql') return /[({]/.test(text) ? 'promql' : null;
  if (language === 'shell')
    return isCommandLine(text) &&
      /\s\S/.test(text) &&
      !/\.\.\.\s*$/.test(text) &&
      !/^\S+\s+(?:session|command|output|process|binary|tool|container|pod|query|shell|prompt|log|logs|node|cluster|service|file|client|server|api|cli)s?$/i.test(
        text.trim(),
      )
      ? 'shell'
      : null;
  if (language === 'powershell') return /^\s*(?:[A-Z][a-z]+-[A-Z]\w+\s+\S|mpclaim\s|taskkill\s)/.test(text) ? 'powershell' : null;
  if (language === 'kubectl' || language === 'oc') return text.trim().split(/\s+/).length > 2 ? language : null;
  return language;
}
