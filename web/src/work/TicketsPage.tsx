import { Trans, useLingui } from "@lingui/react/macro";
import { Link, useSearchParams } from "react-router";
import { ListView } from "../api/ListView.tsx";
import { timer } from "../api/timer.ts";
import { usePages } from "../api/usePages.ts";
import { useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { Button } from "../ui/Button.tsx";
import { DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { NewItem } from "./NewItem.tsx";
import { TicketBadges } from "./TicketBadges.tsx";
import { queryOf, TicketFilters, useFilters } from "./TicketFilters.tsx";
import styles from "./Tickets.module.css";
import type { ListedTicket } from "./tickets.ts";
import { useMayTicket } from "./useMayTicket.ts";
import { WorkTabs } from "./WorkTabs.tsx";

/** What customers asked for: the newest first, found by typing and by what they are. */
export default function TicketsPage() {
  const { t } = useLingui();
  const filters = useFilters();
  const list = usePages(timer.pages("/v1/tickets", { params: { query: queryOf(filters) } }));
  const narrowed = Object.values(filters).some(Boolean);
  return (
    <Page title={t`Tickets`} lead={t`What customers ask for.`} actions={<Make />}>
      <WorkTabs />
      <TicketFilters filters={filters} />
      <ListView list={list} empty={<Nothing narrowed={narrowed} />}>
        <TicketTable tickets={list.items} />
      </ListView>
      <NewItem />
    </Page>
  );
}

function Make() {
  const { t } = useLingui();
  const [, setParams] = useSearchParams();
  return (
    <Button look="primary" off={useMayTicket()} onClick={() => setParams({ new: "ticket" })}>
      {t`New ticket`}
    </Button>
  );
}

function TicketTable({ tickets }: { readonly tickets: readonly ListedTicket[] }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const customer = useName("organizations");
  return (
    <DataTable
      label={t`Tickets`}
      rows={tickets}
      rowKey={({ id }) => id}
      columns={[
        { key: "subject", head: t`Ticket`, main: true, cell: (ticket) => <Subject ticket={ticket} /> },
        { key: "state", head: t`Status`, cell: (ticket) => <TicketBadges ticket={ticket} /> },
        { key: "requester", head: t`Who asked`, cell: (ticket) => ticket.requester_name },
        {
          key: "customer",
          head: t`Customer`,
          wide: true,
          cell: (ticket) => customer(ticket.organization_id),
        },
        {
          key: "assignee",
          head: t`Taken care of by`,
          cell: (ticket) => ticket.assignee_name ?? t`nobody yet`,
        },
        { key: "made", head: t`Asked`, wide: true, cell: (ticket) => day(ticket.created_at.slice(0, 10)) },
      ]}
    />
  );
}

function Subject({ ticket }: { readonly ticket: ListedTicket }) {
  return (
    <span className={styles.subject}>
      <span className={styles.number}>#{ticket.number}</span>{" "}
      <Link to={paths.workItem(ticket.id)}>{ticket.name}</Link>
    </span>
  );
}

function Nothing({ narrowed }: { readonly narrowed: boolean }) {
  const { t } = useLingui();
  if (narrowed)
    return <EmptyState title={t`Nothing is found`}>{t`Try fewer letters, or other filters.`}</EmptyState>;
  return (
    <EmptyState title={t`No tickets are open`}>
      <Trans>Make one for what somebody asks for; or open a public form under Settings.</Trans>
    </EmptyState>
  );
}
