import type { InvoicingSchemas } from "../api/invoicing.ts";

export type LineText = InvoicingSchemas["schemas"]["LineTextResponse"];
export type GroupBy = LineText["group_by"];
export type Place = (typeof PLACES)[number];

export const GROUPINGS: readonly GroupBy[] = [
  "entry",
  "work_item",
  "project",
  "agent",
  "service_type",
  "day",
  "all",
];
const PLACES = ["project", "task", "agent", "service", "day", "period", "note", "hours"] as const;
const EVERYWHERE: readonly Place[] = ["service", "period", "hours"];
const MORE: Readonly<Record<GroupBy, readonly Place[]>> = {
  entry: ["project", "task", "agent", "day", "note"],
  work_item: ["project", "task"],
  project: ["project"],
  agent: ["agent"],
  service_type: [],
  day: ["day"],
  all: [],
};

/** What a text of this grouping may name. */
export function placesOf(group_by: GroupBy): readonly Place[] {
  return PLACES.filter((place) => EVERYWHERE.includes(place) || MORE[group_by].includes(place));
}

/** The texts with one changed or, beyond the last, added. */
export function withText(texts: readonly LineText[], place: number, text: LineText): readonly LineText[] {
  return [...texts.slice(0, place), text, ...texts.slice(place + 1)];
}

/** The texts without one. */
export function withoutText(texts: readonly LineText[], place: number): readonly LineText[] {
  return texts.filter((_, at) => at !== place);
}
