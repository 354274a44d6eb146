import { QueryReader, type QueryLanguage, type QueryReading, type QueryStatement } from '../../tsg-parser/index.js';
import { isCommandLine } from './command-line.js';
import { inferLanguage } from './infer-language.js';
import { mutatingShell } from './mutating-shell.js';
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
  if (lacksOperand(text)) return null;
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

/** "the `az aks update` command", "`rm -rf`": the name of a change, not yet a change that can be carried out. */
function lacksOperand(text: string): boolean {
  const words = text.trim().split(/\s+/);
  if (/^(?:az|gcloud|aws|doctl|oci|ibmcloud)$/.test(words[0] ?? ''))
    return words.length < 3 || (!words.some((word) => word.startsWith('-')) && mutatingShell(text));
  return /^(?:rm|mv|cp|ln|chmod|chown|kill|dd|truncate)$/.test(words[0] ?? '') && words.slice(1).every((word) => word.startsWith('-'));
}
