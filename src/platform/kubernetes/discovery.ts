import { z } from 'zod';
import { PeriplusError } from '../errors.js';
import type { ResourceType } from './cluster.js';
import type { Connection } from './connection.js';

const groupList = z.object({
  groups: z.array(z.object({ name: z.string(), preferredVersion: z.object({ version: z.string() }) })).default([]),
});

const resourceList = z.object({
  resources: z
    .array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean(), shortNames: z.array(z.string()).default([]) }))
    .default([]),
});

/**
 * Every resource type the API server names, subresources left out, each group in its preferred version. A group whose
 * own server is down (an aggregated API) is left out rather than failing them all.
 */
export async function discover(connection: Connection): Promise<readonly ResourceType[]> {
  const { groups } = groupList.parse((await connection.json({ method: 'GET', path: '/apis' })).value);
  const core = resourcesOf(connection, { group: '', version: 'v1' });
  const named = groups.map(({ name, preferredVersion }) =>
    resourcesOf(connection, { group: name, version: preferredVersion.version }).catch((error: unknown) => {
      if (error instanceof PeriplusError) return [];
      throw error;
    }),
  );
  return (await Promise.all([core, ...named])).flat();
}

async function resourcesOf(
  connection: Connection,
  { group, version }: { readonly group: string; readonly version: string },
): Promise<readonly ResourceType[]> {
  const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const { resources } = resourceList.parse((await connection.json({ method: 'GET', path })).value);
  return resources.filter(({ name }) => !name.includes('/')).map(({ name, ...rest }) => ({ group, version, plural: name, ...rest }));
}
