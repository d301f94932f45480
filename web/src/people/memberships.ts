import type { TimerSchemas } from "../api/timer.ts";
import type { Day } from "../time/workDate.ts";

export type Membership = TimerSchemas["schemas"]["MembershipResponse"];

export function isCurrent({ first_day, last_day }: Membership, today: Day): boolean {
  return first_day <= today && (last_day === null || today <= last_day);
}

/** Those of today first, then those to come, then the past; each by their days. */
export function inOrder(memberships: readonly Membership[], today: Day): Membership[] {
  const place = (one: Membership) => (isCurrent(one, today) ? 0 : one.first_day > today ? 1 : 2);
  return memberships.toSorted(
    (one, other) => place(one) - place(other) || one.first_day.localeCompare(other.first_day),
  );
}
