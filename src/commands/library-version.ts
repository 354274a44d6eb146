import type { GuideLibrary, GuideVersion } from '../tsg-parser/index.js';

/** `disk-full@3`, `disk-full` for its newest version, or a plan's id. @throws TerminalError `guide-unknown` */
export function libraryVersion(library: Pick<GuideLibrary, 'version' | 'ofPlan'>, name: string): Promise<GuideVersion> {
  if (name.startsWith('sha256:')) return library.ofPlan(name);
  const [, id = name, version] = /^(.+)@(\d+)$/.exec(name) ?? [];
  return library.version(id, version === undefined ? undefined : Number(version));
}
