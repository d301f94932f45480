import { queryOptions, useQuery } from "@tanstack/react-query";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useWrite, type Write } from "../api/useWrite.ts";
import type { Draft, Invoice, Line } from "./useDraft.ts";

type Schemas = InvoicingSchemas["schemas"];
export type GroupBy = Schemas["RegroupRequest"]["group_by"];
export type Regrouping = Schemas["RegroupingResponse"];
export type Repriced = Schemas["RepricedTimeResponse"];
export type OtherDraft = Schemas["SummaryResponse"];
export type TimePart = Schemas["TimePartRequest"];

/** An entry on a line, with all that the line has of it. */
export interface LineEntry {
  readonly entry_id: string;
  readonly seconds: number;
  readonly work_date: string;
  readonly agent_name: string;
  readonly about: string;
}

const REFRESH = { refresh: ["invoicing"] };

function draftParams({ id, etag }: Draft) {
  return { path: { invoice_id: id }, header: { "if-match": etag } };
}

export function useLineEntries({ id, etag }: Draft, line: Line) {
  const params = { path: { invoice_id: id } };
  return useQuery(
    queryOptions({
      queryKey: ["invoicing", "draft", id, "explained", etag],
      queryFn: () => data(invoicing.GET("/v1/invoices/{invoice_id}/explain", { params })),
      select: ({ lines }) => entriesOf(lines.find(({ line_id }) => line_id === line.line_id)?.entries ?? []),
    }),
  );
}

type Behind = Schemas["BilledEntryResponse"];

/** Each entry once, however many pieces of it the line has. */
export function entriesOf(pieces: readonly Behind[]): readonly LineEntry[] {
  const found = new Map<string, LineEntry>();
  for (const piece of pieces) {
    const { entry_id, work_date, agent_name } = piece;
    const seconds = piece.seconds + (found.get(entry_id)?.seconds ?? 0);
    const about = piece.description || piece.work_item_name || piece.project_name || "";
    found.set(entry_id, { entry_id, work_date, agent_name, seconds, about });
  }
  return [...found.values()];
}

/** Other drafts of the customer that can have this one's time. */
export function useOtherDrafts({ id, organization_id, currency }: Draft) {
  const query = { organization_id, state: "draft" as const, limit: 50 };
  return useQuery(
    queryOptions({
      queryKey: ["invoicing", "drafts", organization_id],
      queryFn: () => data(invoicing.GET("/v1/invoices", { params: { query } })),
      select: ({ items }): readonly OtherDraft[] =>
        items.filter((one) => one.id !== id && one.currency === currency),
    }),
  );
}

export interface Moved {
  readonly entries: readonly TimePart[];
  /** A line's id, a draft's id, or none for a new line here. */
  readonly to: { readonly line?: string; readonly draft?: string };
  readonly description?: string;
}

export function useMoveTime(draft: Draft, line_id: string, onDone: () => void): Write<Moved, Invoice> {
  const { path, header } = draftParams(draft);
  return useWrite(
    async ({ entries, to, description }) =>
      data(
        invoicing.POST("/v1/invoices/{invoice_id}/lines/{line_id}/move", {
          params: { path: { ...path, line_id }, header },
          body: {
            entries: [...entries],
            ...(to.line ? { to_line_id: to.line } : {}),
            ...(to.draft ? { to_invoice_id: to.draft, to_version: await versionOf(to.draft) } : {}),
            ...(description ? { description } : {}),
          },
        }),
      ),
    { ...REFRESH, onDone },
  );
}

async function versionOf(invoice_id: string): Promise<number> {
  const params = { path: { invoice_id } };
  const answer = await invoicing.GET("/v1/invoices/{invoice_id}", { params });
  return Number((answer.response.headers.get("etag") ?? "").replace(/\D/g, ""));
}

export function useRegrouping({ id, etag }: Draft, group_by: GroupBy) {
  const params = { path: { invoice_id: id }, query: { group_by } };
  return useQuery(
    queryOptions({
      queryKey: ["invoicing", "draft", id, "grouping", group_by, etag],
      queryFn: () => data(invoicing.GET("/v1/invoices/{invoice_id}/grouping", { params })),
    }),
  );
}

export function useRegroup(draft: Draft, onDone: () => void): Write<GroupBy, Invoice> {
  const params = draftParams(draft);
  return useWrite(
    (group_by) => data(invoicing.PUT("/v1/invoices/{invoice_id}/grouping", { params, body: { group_by } })),
    { ...REFRESH, onDone },
  );
}

export function useRepriced({ id, etag }: Draft) {
  const params = { path: { invoice_id: id } };
  return useQuery(
    queryOptions({
      queryKey: ["invoicing", "draft", id, "repriced", etag],
      queryFn: () => data(invoicing.GET("/v1/invoices/{invoice_id}/repriced-time", { params })),
    }),
  );
}

export function useDismiss({ id }: Draft): Write<readonly string[], unknown> {
  const params = { path: { invoice_id: id } };
  return useWrite(
    (ids) =>
      invoicing.POST("/v1/invoices/{invoice_id}/repriced-time/dismiss", { params, body: { ids: [...ids] } }),
    REFRESH,
  );
}
