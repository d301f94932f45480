import { Plural, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import type { Summary } from "./recurring.ts";
import { StateBadge } from "./StateBadge.tsx";
import { useIntervalWords } from "./useIntervalWords.ts";

/** Recurring invoices, each leading to its own screen. */
export function RecurringTable({ found }: { readonly found: readonly Summary[] }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const interval = useIntervalWords();
  const columns: readonly Column<Summary>[] = [
    {
      key: "name",
      head: t`What`,
      main: true,
      cell: ({ id, name }) => <Link to={paths.recurringInvoice(id)}>{name}</Link>,
    },
    { key: "customer", head: t`Customer`, cell: ({ organization_name }) => organization_name },
    { key: "interval", head: t`How often`, wide: true, cell: interval },
    { key: "state", head: t`State`, cell: (one) => <State one={one} /> },
    {
      key: "next",
      head: t`Next`,
      cell: ({ state, next_on }) => (state === "active" && next_on ? day(next_on) : "–"),
    },
    {
      key: "amount",
      head: t`Each, before tax`,
      align: "end",
      cell: ({ amount }) => <Money value={amount} />,
    },
    {
      key: "monthly",
      head: t`A month`,
      align: "end",
      cell: ({ state, monthly }) => (state === "active" ? <Money value={monthly} strong /> : "–"),
    },
  ];
  return <DataTable label={t`Recurring invoices`} columns={columns} rows={found} rowKey={({ id }) => id} />;
}

function State({ one: { state, attention } }: { readonly one: Summary }) {
  if (attention.length === 0) return <StateBadge state={state} />;
  return (
    <span className="row">
      <StateBadge state={state} />
      <Badge tone="danger">
        <Plural value={attention.length} one="# to look at" other="# to look at" />
      </Badge>
    </span>
  );
}
