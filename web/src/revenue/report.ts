import type { RatesSchemas } from "../api/rates.ts";

export type Report = RatesSchemas["schemas"]["CostsAndRevenueResponse"];
export type Part = RatesSchemas["schemas"]["ValuedPartResponse"];
export type Figures = Pick<
  Part,
  "earnings" | "unpriced" | "billable_seconds" | "not_billable_seconds" | "costs"
>;

export interface Row {
  readonly key: string;
  readonly part: Part;
  /** Whether it is a part of the group above. */
  readonly inner: boolean;
}

/** Each group, and below it what it is split into. */
export function rowsOf({ groups }: Report): Row[] {
  return groups.flatMap((group) => [
    { key: keyOf(group), part: group, inner: false },
    ...group.parts.map((part) => ({ key: `${keyOf(group)} ${keyOf(part)}`, part, inner: true })),
  ]);
}

/** Billable time that has no price. */
export function unpricedSeconds({ unpriced }: Pick<Figures, "unpriced">): number {
  return unpriced
    .filter(({ reason }) => reason !== "not-billable")
    .reduce((sum, { seconds }) => sum + seconds, 0);
}

/** Whether what is to bill is told apart: when all of it can be billed, that says nothing new. */
export function waits({ earnings }: Pick<Figures, "earnings">): boolean {
  return earnings.some(({ logged_seconds, charges }) => logged_seconds > 0 || isSome(charges.expected));
}

/** Whether agreements charge any of it. */
export function hasCharges({ earnings }: Pick<Figures, "earnings">): boolean {
  return earnings.some(({ charges }) => isSome(charges.amount) || isSome(charges.ready));
}

/** Time that earns nothing by the hour, because an agreement includes it or it is prepaid. */
export function coveredSeconds({ earnings }: Pick<Figures, "earnings">, by: "included" | "prepaid"): number {
  return earnings.reduce((sum, one) => sum + one[`${by}_seconds`], 0);
}

const isSome = ({ amount }: { readonly amount: string }) => /[1-9]/.test(amount);

const keyOf = ({ id, day, name }: Part) => id ?? day ?? name ?? "none";
