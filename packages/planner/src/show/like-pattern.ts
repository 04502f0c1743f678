import type { ShowLike } from '@tsql/grammar';

/** The filter of `[NOT] LIKE 'pattern'`: % stands for any text, _ for one character. */
export function likeFilter(like: ShowLike | undefined): (name: string) => boolean {
  if (like === undefined) return () => true;
  const source = [...like.pattern.value]
    .map((character) => (character === '%' ? '.*' : character === '_' ? '.' : character.replace(/[^\w]/g, '\\$&')))
    .join('');
  const pattern = new RegExp(`^${source}$`, like.operator === 'ILIKE' ? 'is' : 's');
  return (name) => pattern.test(name) !== like.negated;
}
