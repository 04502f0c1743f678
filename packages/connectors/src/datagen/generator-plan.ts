/** How the values of one type are made: data, part of the plan. Integers of 64 bits stand as text. */
export type GeneratorPlan =
  | { readonly kind: 'sequence'; readonly start: string; readonly end: string }
  | (RandomPlan & { readonly nullRate: number });

type RandomPlan =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer'; readonly min: string; readonly max: string }
  | { readonly kind: 'fraction'; readonly min: number; readonly max: number }
  | { readonly kind: 'text' | 'bytes'; readonly length: number; readonly isVarLen: boolean }
  /** The present time, less at most so many milliseconds. */
  | { readonly kind: 'time'; readonly maxPastMs: number }
  | { readonly kind: 'array'; readonly length: number; readonly element: GeneratorPlan }
  | { readonly kind: 'map'; readonly length: number; readonly key: GeneratorPlan; readonly value: GeneratorPlan }
  | { readonly kind: 'row'; readonly fields: readonly GeneratorPlan[] };
