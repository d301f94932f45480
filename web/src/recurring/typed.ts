import { ofLine } from "../lines/above.ts";
import { addMonths, type Day, firstOfMonth } from "../time/workDate.ts";
import type { Values } from "../ui/Form.tsx";
import type { NewLine, Recurring, RecurringLine, Terms } from "./recurring.ts";

export type Kind = NewLine["kind"];

/** A line of the form: its kind decides which fields it has. */
export interface Row {
  readonly key: number;
  readonly kind: Kind;
  /** What it was, of one that is changed. */
  readonly line?: RecurringLine;
}

/** What a form says. What was typed and is no amount or day goes along, for the service to refuse at its field. */
export function termsOf(values: Values, rows: readonly Row[], was: Recurring | null): Terms {
  return {
    name: values.name ?? "",
    recurrence: recurrenceOf(values),
    lines: rows.map((row, at) => ({ ...lineOf(values, row, `lines.${at}`), ...ofLine(values, rows, at) })),
    with_time: values.with_time === "on",
    group_by: was?.group_by ?? "work_item",
    indexing: values["indexing.percent"]
      ? {
          percent: values["indexing.percent"],
          starts_on: values["indexing.starts_on"] ?? "",
        }
      : null,
    notes: values.notes ?? "",
    reference: values.reference ?? "",
    issue: values.issue === "automatic" || values.issue === "none" ? values.issue : null,
    delivery: was?.delivery ?? "email",
  };
}

function recurrenceOf(values: Values): Terms["recurrence"] {
  const day = values["recurrence.day_of_month"];
  const end = values.end;
  const unit = values["recurrence.unit"] as Terms["recurrence"]["unit"];
  return {
    starts_on: values["recurrence.starts_on"] ?? "",
    unit,
    every: Number(values["recurrence.every"] ?? 1),
    timing: values["recurrence.timing"] as Terms["recurrence"]["timing"],
    day_of_month: day && unit !== "week" ? Number(day) : null,
    ends_on: end === "day" ? values["recurrence.ends_on"] || null : null,
    times: end === "times" ? Number(values["recurrence.times"]) : null,
  };
}

function lineOf(values: Values, { kind }: Row, at: string): NewLine {
  const of = (name: string) => values[`${at}.${name}`] ?? "";
  const description = of("description");
  if (kind === "text") return { kind, description, quantity: "1" };
  if (kind === "discount")
    return of("percent")
      ? { kind, description, quantity: "1", percent: of("percent") }
      : { kind, description, quantity: "1", price: of("price") };
  return {
    kind,
    description,
    quantity: of("quantity") || "1",
    unit: of("unit") || null,
    price: of("price"),
    tax_code: of("tax_code") || null,
  };
}

/** Whether it says enough to show what would be made. */
export function isWhole({ recurrence, lines, indexing }: Terms): boolean {
  return (
    Boolean(recurrence.starts_on) &&
    lines.every(({ kind, description, price, percent }) =>
      Boolean(description && (kind === "text" || price || percent)),
    ) &&
    (!indexing || Boolean(indexing.starts_on))
  );
}

/** The rows of one that is changed, a line's discount under it; a new one begins with a fee. */
export function rowsOf(one: Recurring | null): readonly Row[] {
  if (!one) return [{ key: 0, kind: "fee" }];
  const { lines } = one;
  return lines
    .flatMap((line, at) => (line.of_line ? [] : [line, ...lines.filter(({ of_line }) => of_line === at + 1)]))
    .map((line, key) => ({ key, kind: line.kind, line }));
}

/** Today, or the first of the coming month: where most begin. */
export function firstOfNextMonth(today: Day): Day {
  const first = firstOfMonth(today);
  return first === today ? today : addMonths(first, 1);
}
