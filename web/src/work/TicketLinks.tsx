import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { data } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useWorkOptions } from "../directory/work.ts";
import { paths } from "../paths.ts";
import { Button } from "../ui/Button.tsx";
import { ComboboxField } from "../ui/Combobox.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { SelectField } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import styles from "./Tickets.module.css";
import type { Ticket } from "./tickets.ts";
import { useMayTicket } from "./useMayTicket.ts";

type TicketLink = TimerSchemas["schemas"]["TicketLinkResponse"];
type Kind = TicketLink["kind"];

function useKindWords(): Record<Kind, string> {
  const { t } = useLingui();
  return {
    related: t`Related`,
    blocks: t`Blocks`,
    blocked_by: t`Blocked by`,
    duplicate_of: t`Duplicate of`,
    duplicated_by: t`Has the duplicate`,
  };
}

/** Other work that has to do with the ticket, as it reads from here. */
export function TicketLinks({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const path = { ticket_id: ticket.id };
  const links = useQuery(timer.query("/v1/tickets/{ticket_id}/links", { params: { path } }));
  const add = (
    <Button small off={useMayTicket()} onClick={() => setOpen(true)}>
      <Trans>Add a link</Trans>
    </Button>
  );
  return (
    <Section title={t`Links`} actions={add}>
      <Card>
        <QueryView query={links} lines={1}>
          {({ items }) =>
            items.length ? (
              <ul role="list" className={styles.list}>
                {items.map((link) => (
                  <LinkLine key={link.id} ticket={ticket} link={link} />
                ))}
              </ul>
            ) : (
              <p className="muted">
                <Trans>No links to other work.</Trans>
              </p>
            )
          }
        </QueryView>
      </Card>
      <Dialog title={t`Add a link`} open={open} onClose={() => setOpen(false)}>
        <LinkForm ticket={ticket} close={() => setOpen(false)} />
      </Dialog>
    </Section>
  );
}

function LinkLine({ ticket, link }: { readonly ticket: Ticket; readonly link: TicketLink }) {
  const { t } = useLingui();
  const words = useKindWords();
  const path = { ticket_id: ticket.id, link_id: link.id };
  const remove = useWrite(
    () => data(timer.DELETE("/v1/tickets/{ticket_id}/links/{link_id}", { params: { path } })),
    { refresh: ["timer"] },
  );
  const name = link.number ? `#${link.number} ${link.name}` : link.name;
  return (
    <li className="spread">
      <span>
        <span className="muted">{words[link.kind]}</span>{" "}
        <Link to={paths.workItem(link.ticket_id ?? link.task_id ?? "")}>{name}</Link>
      </span>
      <Button
        small
        look="quiet"
        busy={remove.running}
        off={useMayTicket()}
        aria-label={t`Remove the link to ${name}`}
        onClick={() => void remove.run(undefined)}
      >
        <Trans>Remove</Trans>
      </Button>
    </li>
  );
}

function LinkForm({ ticket, close }: { readonly ticket: Ticket; readonly close: () => void }) {
  const { t } = useLingui();
  const words = useKindWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const options = useWorkOptions([]).filter(
    ({ work }) => work.task_id || (work.ticket_id && work.ticket_id !== ticket.id),
  );
  const value = options.find(({ id }) => id === chosen) ?? null;
  const make = useWrite(
    (kind: Kind) => {
      const { ticket_id = null, task_id = null } = value?.work ?? {};
      const params = { path: { ticket_id: ticket.id } };
      return data(
        timer.POST("/v1/tickets/{ticket_id}/links", { params, body: { kind, ticket_id, task_id } }),
      );
    },
    { refresh: ["timer"], onDone: close },
  );
  return (
    <Form refusal={useRefusal(make.problem)} onSubmit={({ kind = "related" }) => void make.run(kind as Kind)}>
      <SelectField label={t`How`} name="kind" defaultValue="related">
        {Object.entries(words).map(([kind, text]) => (
          <option key={kind} value={kind}>
            {text}
          </option>
        ))}
      </SelectField>
      <ComboboxField
        label={t`Task or ticket`}
        name="ticket_id"
        options={options}
        value={value}
        onChange={(option) => setChosen(option?.id ?? null)}
      />
      <SubmitOrCancel busy={make.running} onCancel={close}>
        <Trans>Save</Trans>
      </SubmitOrCancel>
    </Form>
  );
}
