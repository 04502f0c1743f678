/** `tsql [profile] streaming> `: the profile where there is one, and `execution.runtime-mode`. */
export function promptText(profile: string | undefined, runtimeMode: string | undefined): string {
  const name = profile === undefined ? '' : ` ${profile}`;
  return `tsql${name} ${(runtimeMode ?? 'streaming').toLowerCase()}> `;
}
