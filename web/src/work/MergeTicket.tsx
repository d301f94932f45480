import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { paths } from "../paths.ts";
import { Button } from "../ui/Button.tsx";
import { ComboboxField } from "../ui/Combobox.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Form } from "../ui/Form.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { TicketBadges } from "./TicketBadges.tsx";
import styles from "./Tickets.module.css";
import type { Ticket } from "./tickets.ts";
import { useMayTicket } from "./useMayTicket.ts";
import { useRefusalWords } from "./useRefusalWords.ts";

interface Props {
  readonly ticket: Ticket;
}

/** Lets the ticket go on in another; the other page offers to undo it. */
export function MergeTicket({ ticket }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button off={useMayTicket()} onClick={() => setOpen(true)}>
        <Trans>Merge</Trans>
      </Button>
      <Dialog
        title={t`Merge #${ticket.number} into another ticket`}
        open={open}
        onClose={() => setOpen(false)}
      >
        <MergeForm ticket={ticket} close={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function MergeForm({ ticket, close }: Props & { readonly close: () => void }) {
  const { t } = useLingui();
  const [typed, setTyped] = useState("");
  const [into, setInto] = useState<{ id: string; label: string } | null>(null);
  const query = { search: typed.slice(0, 200), closed: false, order: "newest" as const, limit: 20 };
  const found = useQuery(timer.query("/v1/tickets", { params: { query } })).data?.items ?? [];
  const options = found
    .filter(({ id }) => id !== ticket.id)
    .map(({ id, number, name, requester_name }) => ({
      id,
      label: `#${number} ${name}`,
      detail: requester_name,
    }));
  const merge = useWrite(
    (into_id: string) => {
      const params = { path: { ticket_id: ticket.id }, header: ifMatch(ticket) };
      return data(timer.POST("/v1/tickets/{ticket_id}/merge", { params, body: { into_id } }));
    },
    { refresh: ["timer"], onDone: close },
  );
  return (
    <Form refusal={useRefusal(merge.problem)} onSubmit={() => into && void merge.run(into.id)}>
      <p>
        <Trans>Its time stays with it, and it takes no more. You can undo this.</Trans>
      </p>
      <ComboboxField
        label={t`Ticket that it goes on in`}
        name="into_id"
        options={options}
        value={into}
        onChange={setInto}
        onSearch={setTyped}
      />
      <SubmitOrCancel busy={merge.running} onCancel={close}>
        <Trans>Merge</Trans>
      </SubmitOrCancel>
    </Form>
  );
}

export function UndoMerge({ ticket }: Props) {
  const words = useRefusalWords();
  const undo = useWrite(
    () => {
      const params = { path: { ticket_id: ticket.id }, header: ifMatch(ticket) };
      return data(timer.POST("/v1/tickets/{ticket_id}/unmerge", { params }));
    },
    { refresh: ["timer"], onRefused: (problem) => toast(words(problem), { tone: "danger" }) },
  );
  return (
    <Button small off={useMayTicket()} busy={undo.running} onClick={() => void undo.run(undefined)}>
      <Trans>Undo the merge</Trans>
    </Button>
  );
}

/** Those that go on in this one; nothing when there are none. */
export function MergedTickets({ ticket }: Props) {
  const { t } = useLingui();
  const query = { merged_into_id: ticket.id, limit: 100 };
  const merged = useQuery(timer.query("/v1/tickets", { params: { query } })).data?.items ?? [];
  if (merged.length === 0) return null;
  return (
    <Section title={t`Merged into this one`}>
      <Card>
        <ul role="list" className={styles.list}>
          {merged.map((one) => (
            <li key={one.id} className="spread">
              <Link to={paths.workItem(one.id)}>{`#${one.number} ${one.name}`}</Link>
              <TicketBadges ticket={one} />
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}
