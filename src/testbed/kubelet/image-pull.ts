import type { Container } from '../objects/kinds.js';
import type { PodProgram } from '../world.js';
import { pullDelayMs } from './back-off.js';
import { imageSizeBytes, pull, readImage, type ImageReference } from './images.js';
import type { NodeServices } from './node-services.js';

/** A container before its first line: what it waits for is shown in its state. */
export interface WaitingContainer {
  readonly node: NodeServices;
  readonly stopped: AbortSignal;
  definition(): Container;
  tell(type: 'Normal' | 'Warning', reason: string, message: string): void;
  wait(reason: string, message: string, scaledMs: number): Promise<void>;
}

const PULL_MS = 1_800;
const CHECK_MS = 450;
const SHOWN_AS_ERROR_MS = 8_000;

/** Brings the image, however long it takes: pulls, fails, backs off, pulls again. Rejects when the container is stopped. */
export async function obtainImage(container: WaitingContainer): Promise<PodProgram> {
  const { node } = container;
  for (let failures = 1; ; failures += 1) {
    const definition = container.definition();
    const image = readImage(definition.image);
    const found = pull(node.programs, image);
    if ('program' in found && node.hasImage(image.full) && definition.imagePullPolicy !== 'Always') {
      container.tell('Normal', 'Pulled', `Container image "${image.name}" already present on machine`);
      return found.program;
    }
    if (definition.imagePullPolicy === 'Never') {
      await container.wait(
        'ErrImageNeverPull',
        `Container image "${image.name}" is not present with pull policy of Never`,
        SHOWN_AS_ERROR_MS,
      );
      continue;
    }
    container.tell('Normal', 'Pulling', `Pulling image "${image.name}"`);
    const tookMs = node.hasImage(image.full) ? CHECK_MS : PULL_MS;
    await node.clock.sleep(tookMs, { signal: container.stopped });
    if ('program' in found) {
      tellPulled(container, image, tookMs);
      return found.program;
    }
    await failToPull(container, image.name, `rpc error: code = NotFound desc = ${found.failure}`, pullDelayMs(failures));
  }
}

function tellPulled(container: WaitingContainer, image: ImageReference, tookMs: number): void {
  const took = tookMs >= 1_000 ? `${tookMs / 1_000}s` : `${tookMs}ms`;
  const size = `Image size: ${imageSizeBytes(image)} bytes.`;
  container.tell('Normal', 'Pulled', `Successfully pulled image "${image.name}" in ${took} (${took} including waiting). ${size}`);
  container.node.keepImage(image.full);
}

async function failToPull(container: WaitingContainer, image: string, failure: string, delayMs: number): Promise<void> {
  container.tell('Warning', 'Failed', `Failed to pull image "${image}": ${failure}`);
  container.tell('Warning', 'Failed', 'Error: ErrImagePull');
  await container.wait('ErrImagePull', failure, Math.min(delayMs, SHOWN_AS_ERROR_MS));
  container.tell('Normal', 'BackOff', `Back-off pulling image "${image}"`);
  container.tell('Warning', 'Failed', 'Error: ImagePullBackOff');
  await container.wait('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${failure}`, delayMs);
}
