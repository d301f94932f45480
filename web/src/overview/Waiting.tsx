import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { invoicing } from "../api/invoicing.ts";
import { notifier } from "../api/notifier.ts";
import { qboSync } from "../api/qboSync.ts";
import { timer } from "../api/timer.ts";
import { paths, withQuery } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Duration } from "../ui/Money.tsx";
import { Section } from "../ui/Page.tsx";
import { Tile, Tiles } from "./Tile.tsx";

const MOST = 100;

interface List {
  readonly items: readonly unknown[];
  readonly next_cursor?: string | null;
}

/** What somebody has to do; each leads to where it is done. */
export function Waiting() {
  const { t } = useLingui();
  return (
    <Section title={t`What waits`}>
      <Tiles>
        <Sheets />
        <Ready />
        <Drafts />
        <FailedDeliveries />
        <QuickbooksProblems />
      </Tiles>
    </Section>
  );
}

function Sheets() {
  const { t } = useLingui();
  const may = useMay();
  const query = { state: "submitted" as const, limit: MOST };
  const sheets = useQuery({
    ...timer.query("/v1/timesheets", { params: { query } }),
    enabled: may("approve-time"),
  });
  if (!may("approve-time")) return null;
  return (
    <Tile label={t`Timesheets to approve`} to={paths.approvals} tone={toneOf(sheets.data)}>
      <Count list={sheets.data} />
    </Tile>
  );
}

function Ready() {
  const { t } = useLingui();
  const time = useQuery(invoicing.query("/v1/billable-time", { params: { query: { limit: 1 } } }));
  const sums = time.data?.sums;
  return (
    <>
      <Tile label={t`Ready to bill`} to={withQuery(paths.billing, { bucket: "ready" })}>
        {sums ? <Duration seconds={sums.ready} /> : "…"}
      </Tile>
      <Tile
        label={t`Without a price`}
        to={withQuery(paths.billing, { bucket: "unpriced" })}
        tone={sums?.unpriced ? "warn" : "neutral"}
      >
        {sums ? <Duration seconds={sums.unpriced} /> : "…"}
      </Tile>
    </>
  );
}

function Drafts() {
  const { t } = useLingui();
  const query = { state: "draft" as const, limit: MOST };
  const drafts = useQuery(invoicing.query("/v1/invoices", { params: { query } }));
  return (
    <Tile label={t`Open drafts`} to={paths.billing}>
      <Count list={drafts.data} />
    </Tile>
  );
}

function FailedDeliveries() {
  const { t } = useLingui();
  const query = { state: "failed" as const, kind: "invoice" as const, limit: MOST };
  const failed = useQuery(notifier.query("/v1/messages", { params: { query } }));
  return (
    <Tile label={t`E-mails that failed`} to={paths.inbox} tone={toneOf(failed.data)}>
      <Count list={failed.data} />
    </Tile>
  );
}

function QuickbooksProblems() {
  const { t } = useLingui();
  const query = { state: "failed" as const, limit: MOST };
  const failed = useQuery(qboSync.query("/v1/invoices", { params: { query } }));
  return (
    <Tile label={t`QuickBooks copies that failed`} to={paths.quickbooks} tone={toneOf(failed.data)}>
      <Count list={failed.data} />
    </Tile>
  );
}

function Count({ list }: { readonly list: List | undefined }) {
  if (!list) return "…";
  return list.next_cursor ? `${MOST}+` : String(list.items.length);
}

function toneOf(list: List | undefined): "warn" | "neutral" {
  return list?.items.length ? "warn" : "neutral";
}
