import { queryOptions } from "@tanstack/react-query";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { isWithin } from "../i18n/decimals.ts";
import { parseDuration } from "../time/duration.ts";

type Schemas = InvoicingSchemas["schemas"];
export type Creditable = Schemas["CreditableResponse"];
export type CreditableLine = Schemas["CreditableLineResponse"];
export type CreditableEntry = Schemas["CreditableEntryResponse"];
export type CreditPreview = Schemas["CreditPreviewResponse"];
export type CreditNote = Schemas["CreditNoteResponse"];
export type CreditNoteSummary = Schemas["CreditNoteSummaryResponse"];
export type LineCredit = Schemas["LineCreditRequest"];

export interface VersionedCreditable extends Creditable {
  readonly etag: string;
}

/** What is typed for a line or an entry, by its key; without a key it is not credited. */
export type Typed = Readonly<Record<string, string>>;

export function keyOf(line: CreditableLine, entry?: CreditableEntry): string {
  return entry ? `${line.line_id} ${entry.entry_id} ${entry.start}` : line.line_id;
}

/** Which lines, amounts and seconds are credited. Of a part of an entry they are its last. Undefined: something typed is none. */
export function partsOf(
  lines: readonly CreditableLine[],
  typed: Typed,
  amount: (text: string) => string | null,
): LineCredit[] | undefined {
  const found: LineCredit[] = [];
  for (const line of lines) {
    const part = line.kind === "time" ? entriesOf(line, typed) : amountOf(line, typed, amount);
    if (part === undefined) return undefined;
    if (part) found.push(part);
  }
  return found;
}

function entriesOf(line: CreditableLine, typed: Typed): LineCredit | null | undefined {
  const entries = [];
  for (const entry of line.entries) {
    const text = typed[keyOf(line, entry)];
    if (text === undefined) continue;
    const seconds = secondsOf(entry, text);
    if (seconds === null) return undefined;
    entries.push({ entry_id: entry.entry_id, start: entry.end - seconds, end: entry.end });
  }
  return entries.length > 0 ? { line_id: line.line_id, entries } : null;
}

function amountOf(
  line: CreditableLine,
  typed: Typed,
  amount: (text: string) => string | null,
): LineCredit | null | undefined {
  const text = typed[keyOf(line)];
  if (text === undefined) return null;
  if (!/[1-9]/.test(line.left.amount)) return { line_id: line.line_id, entries: [] };
  const read = amount(text);
  return read !== null && isLeft(line, read)
    ? { line_id: line.line_id, amount: read, entries: [] }
    : undefined;
}

/** The seconds that were typed; null: they are none, or more than the entry has. */
export function secondsOf(entry: CreditableEntry, text: string): number | null {
  const seconds = parseDuration(text);
  return seconds && seconds <= entry.seconds ? seconds : null;
}

/** Whether so much is left of a line; what costs nothing is credited as it is. Null is no amount. */
export function isLeft({ left }: CreditableLine, amount: string | null): boolean {
  if (!/[1-9]/.test(left.amount)) return true;
  return amount !== null && isWithin(amount, left.amount);
}

/** What can still be credited of an invoice, and the version that a credit note must name. */
export function creditableQuery(invoiceId: string) {
  return queryOptions({
    queryKey: ["invoicing", "what can be credited of", invoiceId],
    queryFn: async (): Promise<VersionedCreditable> => {
      const path = { invoice_id: invoiceId };
      const answer = await invoicing.GET("/v1/invoices/{invoice_id}/credit", { params: { path } });
      return { ...(answer.data as Creditable), etag: answer.response.headers.get("etag") ?? "" };
    },
  });
}

export function previewQuery(invoiceId: string, lines: readonly LineCredit[]) {
  return queryOptions({
    queryKey: ["invoicing", "what would be credited of", invoiceId, lines],
    queryFn: () =>
      data(
        invoicing.POST("/v1/invoices/{invoice_id}/credit/preview", {
          params: { path: { invoice_id: invoiceId } },
          body: { lines: [...lines] },
        }),
      ),
    retry: false,
  });
}
