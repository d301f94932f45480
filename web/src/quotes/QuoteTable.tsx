import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import type { QuoteSummary } from "./quote.ts";
import { StateBadge } from "./StateBadge.tsx";

/** Quotes, each leading to its own screen. */
export function QuoteTable({ quotes }: { readonly quotes: readonly QuoteSummary[] }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const columns: readonly Column<QuoteSummary>[] = [
    {
      key: "number",
      head: t`Quote`,
      main: true,
      cell: ({ id, number, title }) => (
        <Link to={paths.quote(id)}>{[number, title].filter(Boolean).join(" · ") || t`Draft`}</Link>
      ),
    },
    { key: "customer", head: t`Customer`, cell: ({ organization_name }) => organization_name },
    { key: "state", head: t`State`, cell: ({ state }) => <StateBadge state={state} /> },
    {
      key: "sent",
      head: t`Sent`,
      wide: true,
      cell: ({ issue_date }) => (issue_date ? day(issue_date) : "–"),
    },
    {
      key: "valid",
      head: t`Valid until`,
      cell: ({ valid_until }) => (valid_until ? day(valid_until) : "–"),
    },
    { key: "total", head: t`Total`, align: "end", cell: ({ total }) => <Money value={total} strong /> },
    {
      key: "left",
      head: t`To bill, before tax`,
      align: "end",
      cell: ({ state, left }) => (state === "accepted" ? <Money value={left} /> : "–"),
    },
  ];
  return <DataTable label={t`Quotes`} columns={columns} rows={quotes} rowKey={({ id }) => id} />;
}
