import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { type NotifierSchemas, notifier } from "../api/notifier.ts";
import { QueryView } from "../api/QueryView.tsx";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Badge } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";

type Coming = NotifierSchemas["schemas"]["OutlookResponse"];

/** What is sent within a week, and what is held up and why. */
export function ComingReminders() {
  const { t } = useLingui();
  const columns = useColumns();
  const coming = useQuery(notifier.query("/v1/reminders/coming"));
  return (
    <Section title={t`The next seven days`}>
      <QueryView query={coming} lines={3}>
        {({ items, more }) => (
          <>
            {items.length === 0 ? (
              <p className="muted">
                <Trans>No reminder is due.</Trans>
              </p>
            ) : (
              <DataTable
                label={t`The next seven days`}
                columns={columns}
                rows={items}
                rowKey={({ invoice_id }) => invoice_id}
              />
            )}
            {more && (
              <p className="small muted">
                <Trans>There are more.</Trans>
              </p>
            )}
          </>
        )}
      </QueryView>
    </Section>
  );
}

function useColumns(): Column<Coming>[] {
  const { t } = useLingui();
  const { weekday, day, money } = useFormats();
  return [
    {
      key: "invoice",
      head: t`Invoice`,
      main: true,
      cell: ({ invoice_id, invoice_number }) => <Link to={paths.invoice(invoice_id)}>{invoice_number}</Link>,
    },
    { key: "customer", head: t`Customer`, cell: ({ customer }) => customer },
    { key: "due", head: t`Due`, wide: true, cell: ({ due_date }) => day(due_date) },
    { key: "balance", head: t`Owed`, align: "end", cell: ({ balance }) => balance && money(balance) },
    {
      key: "next",
      head: t`Reminder`,
      cell: (one) =>
        one.next ? (
          <span>
            {weekday(one.next.on)} · {t`no. ${one.next.number}`}
            {!one.recipient && (
              <>
                {" "}
                <Badge tone="danger">{t`No contact`}</Badge>
              </>
            )}
          </span>
        ) : (
          <Held of={one} />
        ),
    },
  ];
}

function Held({ of: { hindrance, unreadable } }: { readonly of: Coming }) {
  const { t } = useLingui();
  const words: Partial<Record<NonNullable<Coming["hindrance"]>, string>> = {
    unreadable: t`Cannot be read`,
    disputed: t`Disputed`,
    "not-delivered": t`Not sent yet`,
    "invoice-paused": t`Paused`,
    "customer-paused": t`Customer paused`,
  };
  if (!hindrance) return null;
  return (
    <>
      <Badge tone={unreadable ? "danger" : "warn"}>{words[hindrance] ?? hindrance}</Badge>
      {unreadable && <p className="small muted">{unreadable}</p>}
    </>
  );
}
