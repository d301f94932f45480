import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { data, ifMatch } from "../api/service.ts";
import { refreshServices, useWrite, type Write } from "../api/useWrite.ts";
import type { IssueOptions } from "../issuing/IssueForm.tsx";

type Schemas = InvoicingSchemas["schemas"];
export type Run = Schemas["BillingRunResponse"];
export type NewRun = Schemas["CreateBillingRunRequest"];
export type RunCustomer = Schemas["RunCustomerResponse"];
export type RunDraft = Schemas["RunDraftResponse"];
export type Failure = Schemas["FailureResponse"];

const POLL_MILLISECONDS = 700;
const ALL = { refresh: ["invoicing", "rates", "notifier", "qbo-sync"] };

/** Whether workers are at it. */
export function isAtWork({ state }: Pick<Run, "state">): boolean {
  return state !== "finished" && state !== "cancelled";
}

/** A run, read again and again while workers are at it; then what it made is read anew. */
export function useRun(run_id: string) {
  const client = useQueryClient();
  const query = useQuery({
    ...invoicing.query("/v1/billing-runs/{run_id}", { params: { path: { run_id } } }),
    refetchInterval: ({ state }) => (state.data && !isAtWork(state.data) ? false : POLL_MILLISECONDS),
  });
  const ended = query.data && !isAtWork(query.data) ? query.data.finished_at : null;
  useEffect(() => {
    if (ended) void refreshServices(client, ["invoicing"]);
  }, [ended, client]);
  return query;
}

export function useStartRun(onDone: (run: Run) => void) {
  return useWrite((body: NewRun) => data(invoicing.POST("/v1/billing-runs", { body })), {
    refresh: ["invoicing"],
    onDone,
  });
}

/** Lets workers issue drafts of the run, as they are seen here; null: all of them. */
export function useIssueRun(run: Run, seen: readonly RunDraft[] | null, onDone: () => void) {
  const drafts = (seen ?? []).map(({ invoice_id, version }) => ({ invoice_id, version }));
  return useWrite(
    (options: IssueOptions) => {
      const body = { ...options, drafts };
      return data(invoicing.POST("/v1/billing-runs/{run_id}/issue", { params: params(run), body }));
    },
    { ...ALL, onDone },
  );
}

export function useContinueRun(run: Run): Write<void, Run> {
  return useWrite(
    () => data(invoicing.POST("/v1/billing-runs/{run_id}/continue", { params: params(run) })),
    ALL,
  );
}

export function useCancelRun(run: Run): Write<void, Run> {
  return useWrite(
    () => data(invoicing.POST("/v1/billing-runs/{run_id}/cancel", { params: params(run) })),
    ALL,
  );
}

function params(run: Run) {
  return { path: { run_id: run.id }, header: ifMatch(run) };
}
