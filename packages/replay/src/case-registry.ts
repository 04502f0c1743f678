import type { CaseFile } from './case-file.js';
import type { RegistryStub } from './registry-stub.js';

/** Empty but for the schemas that the case names; undefined where the case has no use for it. */
export async function prepareRegistry(
  file: CaseFile,
  registry: () => Promise<RegistryStub>,
): Promise<RegistryStub | undefined> {
  if (!file.usesRegistry) return undefined;
  const started = await registry();
  started.reset();
  for (const { subject, schema, id } of file.registry) started.preset(subject, schema, id);
  return started;
}

/** Why the registered schemas are others than the case expects, or undefined. */
export function differenceInRegistry(
  registry: RegistryStub | undefined,
  { expected }: CaseFile,
  prefix: string,
): string | undefined {
  if (registry === undefined || expected.registered === undefined) return undefined;
  const wanted = JSON.stringify(expected.registered);
  const found = JSON.stringify(registry.registered()).replaceAll(prefix, '{{ CASE }}');
  return wanted === found ? undefined : `registered schemas differ\n  wanted ${wanted}\n  found  ${found}`;
}
