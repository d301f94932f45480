import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { ProblemNote, QueryView } from "../api/QueryView.tsx";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useWrite } from "../api/useWrite.ts";
import { paths } from "../paths.ts";
import { Note } from "../ui/Note.tsx";
import { Page } from "../ui/Page.tsx";
import { Attachments } from "./Attachments.tsx";
import { ItemTime } from "./ItemTime.tsx";
import type { Item } from "./items.ts";
import { MergedTickets, MergeTicket, UndoMerge } from "./MergeTicket.tsx";
import { StartButton } from "./StartButton.tsx";
import { TicketBadges } from "./TicketBadges.tsx";
import { TicketFacts } from "./TicketFacts.tsx";
import { TicketLinks } from "./TicketLinks.tsx";
import styles from "./Tickets.module.css";
import { TicketText } from "./TicketText.tsx";
import type { Changes, Ticket } from "./tickets.ts";

/** One ticket: what was asked for, its files and time; its fields are changed where they stand. */
export function TicketView({ id }: { readonly id: string }) {
  const { t } = useLingui();
  const ticket = useQuery(timer.query("/v1/tickets/{ticket_id}", { params: { path: { ticket_id: id } } }));
  if (ticket.data) return <Opened ticket={ticket.data} />;
  return (
    <Page title={t`Ticket`} back={{ to: paths.tickets, label: t`Tickets` }}>
      <QueryView query={ticket}>{() => null}</QueryView>
    </Page>
  );
}

function Opened({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useLingui();
  const save = useWrite(
    (body: Changes) => {
      const params = { path: { ticket_id: ticket.id }, header: ifMatch(ticket) };
      return data(timer.PATCH("/v1/tickets/{ticket_id}", { params, body }));
    },
    { refresh: ["timer"] },
  );
  const item = itemOf(ticket);
  return (
    <Page
      title={`#${ticket.number} ${ticket.name}`}
      back={{ to: paths.tickets, label: t`Tickets` }}
      lead={<TicketBadges ticket={ticket} />}
      actions={
        <>
          <StartButton item={item} />
          {!ticket.merged_into_id && <MergeTicket ticket={ticket} />}
        </>
      }
    >
      {ticket.merged_into_id && <MergedNote ticket={ticket} into={ticket.merged_into_id} />}
      <ProblemNote problem={save.problem} />
      <div className={styles.ticket}>
        <div className={styles.main}>
          <TicketText ticket={ticket} save={save} />
          <Attachments ticket={ticket} />
          <TicketLinks ticket={ticket} />
          <MergedTickets ticket={ticket} />
          <ItemTime item={item} />
        </div>
        <TicketFacts key={ticket.version} ticket={ticket} save={save} />
      </div>
    </Page>
  );
}

function itemOf(ticket: Ticket): Item {
  return { id: ticket.id, kind: "ticket", name: ticket.name, detail: "", over: ticket.closed, of: ticket };
}

function MergedNote({ ticket, into }: { readonly ticket: Ticket; readonly into: string }) {
  const path = { ticket_id: into };
  const survivor = useQuery(timer.query("/v1/tickets/{ticket_id}", { params: { path } })).data;
  return (
    <Note action={<UndoMerge ticket={ticket} />}>
      <p>
        <Trans>This ticket was merged and takes no new time. It goes on in</Trans>{" "}
        <Link to={paths.workItem(into)}>{survivor ? `#${survivor.number} ${survivor.name}` : "…"}</Link>
      </p>
    </Note>
  );
}
