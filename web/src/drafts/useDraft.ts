import { queryOptions, useQuery } from "@tanstack/react-query";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import type { Problem } from "../api/problem.ts";
import { data } from "../api/service.ts";
import { useWrite, type Write } from "../api/useWrite.ts";

type Schemas = InvoicingSchemas["schemas"];
export type Invoice = Schemas["InvoiceResponse"];
export type Line = Schemas["LineResponse"];
export type LeftOut = Schemas["LeftOutResponse"];
export type Texts = Schemas["ChangeDraftRequest"];
export type NewLine = Schemas["AddLineRequest"];
export type LineChange = Schemas["ChangeLineRequest"];
export type IssueOptions = Schemas["IssueRequest"];

/** A draft with the version that was read: each change says which one it changes. */
export interface Draft extends Invoice {
  readonly etag: string;
}

function draftQuery(id: string) {
  return queryOptions({
    queryKey: ["invoicing", "draft", id],
    queryFn: async ({ signal }): Promise<Draft> => {
      const params = { path: { invoice_id: id } };
      const answer = await invoicing.GET("/v1/invoices/{invoice_id}", { params, signal });
      return { ...(answer.data as Invoice), etag: answer.response.headers.get("etag") ?? "" };
    },
  });
}

export function useDraft(id: string) {
  return useQuery(draftQuery(id));
}

const REFRESH = { refresh: ["invoicing"] };

function params({ id, etag }: Draft) {
  return { path: { invoice_id: id }, header: { "if-match": etag } };
}

export function useAddLine(draft: Draft, onDone: () => void): Write<NewLine, Invoice> {
  return useWrite(
    (line) => data(invoicing.POST("/v1/invoices/{invoice_id}/lines", { params: params(draft), body: line })),
    { ...REFRESH, onDone },
  );
}

export function useChangeLine(
  draft: Draft,
  line_id: string,
  onDone?: () => void,
): Write<LineChange, Invoice> {
  const { path, header } = params(draft);
  return useWrite(
    (line) =>
      data(
        invoicing.PATCH("/v1/invoices/{invoice_id}/lines/{line_id}", {
          params: { path: { ...path, line_id }, header },
          body: line,
        }),
      ),
    { ...REFRESH, ...(onDone ? { onDone } : {}) },
  );
}

export function useWriteOffLine(
  draft: Draft,
  line_id: string,
  onDone: () => void,
): Write<{ readonly reason: string }, Invoice> {
  const { path, header } = params(draft);
  return useWrite(
    (body) =>
      data(
        invoicing.POST("/v1/invoices/{invoice_id}/lines/{line_id}/write-off", {
          params: { path: { ...path, line_id }, header },
          body,
        }),
      ),
    { refresh: ["invoicing", "rates"], onDone },
  );
}

export function useRemoveLine(draft: Draft): Write<string, Invoice> {
  const { path, header } = params(draft);
  return useWrite(
    (line_id) =>
      data(
        invoicing.DELETE("/v1/invoices/{invoice_id}/lines/{line_id}", {
          params: { path: { ...path, line_id }, header },
        }),
      ),
    REFRESH,
  );
}

export function useDeleteDraft(
  draft: Draft,
  onDone: () => void,
  onRefused: (problem: Problem) => void,
): Write<void, unknown> {
  return useWrite(() => invoicing.DELETE("/v1/invoices/{invoice_id}", { params: params(draft) }), {
    ...REFRESH,
    onDone,
    onRefused,
  });
}

export function useChangeTexts(draft: Draft, onDone: () => void): Write<Texts, Invoice> {
  return useWrite(
    (texts) => data(invoicing.PATCH("/v1/invoices/{invoice_id}", { params: params(draft), body: texts })),
    { ...REFRESH, onDone },
  );
}

export function useIssue(draft: Draft, onDone: (issued: Invoice) => void): Write<IssueOptions, Invoice> {
  return useWrite(
    (options) =>
      data(invoicing.POST("/v1/invoices/{invoice_id}/issue", { params: params(draft), body: options })),
    { refresh: ["invoicing", "rates", "notifier", "qbo-sync"], onDone },
  );
}
