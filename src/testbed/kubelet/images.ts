import { createHash } from 'node:crypto';
import type { PodProgram, Programs } from '../world.js';

export interface ImageReference {
  /** As the manifest wrote it. */
  readonly name: string;
  readonly repository: string;
  readonly tag: string;
  /** With the registry that the runtime adds: `docker.io/library/mongo:latest`. */
  readonly full: string;
}

/** `weaveworksdemos/catalogue:0.3.5`, `mongo` → its parts. */
export function readImage(name: string): ImageReference {
  const match = /^(.*?)(?::([^:/]+))?$/u.exec(name);
  const repository = match?.[1] ?? name;
  const tag = match?.[2] ?? 'latest';
  const [host = ''] = repository.split('/');
  const hasHost = repository.includes('/') && (host.includes('.') || host.includes(':') || host === 'localhost');
  const qualified = hasHost ? repository : `docker.io/${repository.includes('/') ? repository : `library/${repository}`}`;
  return { name, repository, tag, full: `${qualified}:${tag}` };
}

/** The program behind an image, or why the registry has none, in the container runtime's words. */
export function pull(programs: Programs, image: ImageReference): { program: PodProgram } | { failure: string } {
  const makeProgram = Object.hasOwn(programs, image.repository) ? programs[image.repository] : undefined;
  if (makeProgram === undefined) {
    const repository = image.full.slice(0, image.full.lastIndexOf(':'));
    return {
      failure: `failed to pull and unpack image "${image.full}": failed to resolve reference "${image.full}": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed (${repository})`,
    };
  }
  const program = makeProgram(image.tag);
  if (program === 'no-such-image') {
    return {
      failure: `failed to pull and unpack image "${image.full}": failed to resolve reference "${image.full}": ${image.full}: not found`,
    };
  }
  return { program };
}

/** The digest under which a runtime reports an image. */
export function imageId(image: ImageReference): string {
  return `${image.full.slice(0, image.full.lastIndexOf(':'))}@sha256:${createHash('sha256').update(image.full).digest('hex')}`;
}

/** A size that goes with the image, for the event that tells of the pull. */
export function imageSizeBytes(image: ImageReference): number {
  return 8_000_000 + (createHash('sha256').update(image.repository).digest().readUInt32BE(0) % 120_000_000);
}
