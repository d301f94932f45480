import type { Segment } from "./agreement.ts";

export type Treatment = Segment["treatment"];

export interface Share {
  readonly treatment: Treatment;
  readonly seconds: number;
}

/** The billed seconds of an entry by how they are charged, in the order in which they first come. */
export function sharesOf(segments: readonly Segment[]): readonly Share[] {
  const sums = new Map<Treatment, number>();
  for (const { treatment, billed_seconds } of segments)
    sums.set(treatment, (sums.get(treatment) ?? 0) + billed_seconds);
  return [...sums].map(([treatment, seconds]) => ({ treatment, seconds }));
}
