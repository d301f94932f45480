import type { TimerSchemas } from "../api/timer.ts";

export type Report = TimerSchemas["schemas"]["WorkReportResponse"];
export type Part = TimerSchemas["schemas"]["WorkPartResponse"];

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

const keyOf = ({ id, day }: Part) => id ?? day ?? "none";

/** A share of the API as whole percent. */
export function percentOf(share: number): string {
  return String(Math.round(share * 100));
}
