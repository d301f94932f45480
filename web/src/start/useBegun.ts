import { useQuery } from "@tanstack/react-query";
import { invoicing } from "../api/invoicing.ts";
import { rates } from "../api/rates.ts";
import { timer } from "../api/timer.ts";
import { listQuery } from "../directory/lists.ts";
import { useMe } from "../session/useMe.ts";
import type { Begun } from "./steps.ts";

const ONE = { params: { query: { limit: 1 } } };
const SOME = { params: { query: { limit: 100 } } };

/** How far an account is that has issued nothing; nothing until it is known. */
export function useBegun(): Begun | undefined {
  const { agentId } = useMe();
  const customers = useQuery(listQuery("organizations")).data;
  const projects = useQuery(listQuery("projects")).data;
  const known = useQuery(rates.query("/v1/rates", ONE)).data?.items;
  const entries = useQuery(timer.query("/v1/time-entries", ONE)).data?.items;
  const sheets = useQuery(timer.query("/v1/timesheets", SOME)).data?.items;
  const settings = useQuery(invoicing.query("/v1/settings")).data;
  const drafts = useQuery(
    invoicing.query("/v1/invoices", { params: { query: { state: "draft", limit: 1 } } }),
  ).data?.items;
  if (!customers || !projects || !known || !entries || !sheets || !settings || !drafts) return undefined;
  return { logsTime: agentId !== null, customers, projects, rates: known, entries, sheets, settings, drafts };
}
