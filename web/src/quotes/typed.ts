import { ofLine } from "../lines/above.ts";
import { formatDuration, parseDuration } from "../time/duration.ts";
import type { Values } from "../ui/Form.tsx";
import type { Discount, NewLine, Quote, QuotedLine, Terms } from "./quote.ts";

const LONGEST = 10_000 * 3600;

export type Kind = NewLine["kind"];

/** A line of the form: its kind decides which fields it has. */
export interface Row {
  readonly key: number;
  readonly kind: Kind;
  /** What it was, of a quote that is changed. */
  readonly line?: QuotedLine;
  readonly discount?: Discount;
}

/** What a form says of a quote. What was typed and is no amount or time goes along, for the service to refuse at its field. */
export function termsOf(values: Values, rows: readonly Row[]): Terms {
  return {
    title: values.title ?? "",
    pricing: values.pricing === "estimate" ? "estimate" : "fixed",
    valid_until: values.valid_until || null,
    notes: values.notes ?? "",
    reference: values.reference ?? "",
    lines: rows.map(({ kind, line }, at) => ({
      ...lineOf(values, kind, `lines.${at}`, line),
      ...ofLine(values, rows, at),
    })),
  };
}

function lineOf(values: Values, kind: Kind, at: string, from: QuotedLine | undefined): NewLine {
  const description = values[`${at}.description`] ?? "";
  const of = (name: string) => values[`${at}.${name}`] ?? "";
  if (kind === "text") return { kind, description };
  if (kind === "time")
    return {
      kind,
      description,
      seconds: secondsOf(of("seconds")),
      hourly_rate: of("hourly_rate"),
      ...taxOf(from),
    };
  if (kind === "discount" && of("percent")) return { kind, description, percent: of("percent") };
  return { kind, description, amount: of("amount"), ...(kind === "discount" ? {} : taxOf(from)) };
}

function secondsOf(typed: string): number {
  return parseDuration(typed, LONGEST) ?? 0;
}

/** A line that is changed keeps its tax. */
function taxOf(from: QuotedLine | undefined): Pick<NewLine, "tax"> {
  if (!from?.tax_category) return {};
  return { tax: { category: from.tax_category, rate: from.tax_rate ?? "0" } };
}

/** The rows of a quote that is changed; a new one begins with a line of hours. */
export function rowsOf(quote: Quote | null): readonly Row[] {
  if (!quote?.lines.length) return [{ key: 0, kind: "time" }];
  const lines = quote.lines.filter(({ kind }) => kind !== "discount");
  const discountsOf = (line_id: string | null) =>
    quote.discounts
      .filter(({ of_line_id }) => of_line_id === line_id)
      .map((discount) => ({ kind: "discount" as const, discount }));
  const rows = [
    ...lines.flatMap((line) => [{ kind: line.kind, line }, ...discountsOf(line.line_id)]),
    ...discountsOf(null),
  ];
  return rows.map((row, key) => ({ key, ...row }));
}

export function durationOf(line: QuotedLine | undefined): string {
  return line?.seconds ? formatDuration(line.seconds) : "";
}
