import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useRefusal } from "../api/useRefusal.ts";
import type { Write } from "../api/useWrite.ts";
import { Button } from "../ui/Button.tsx";
import { TextArea, TextField } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import styles from "./Tickets.module.css";
import type { Changes, Ticket } from "./tickets.ts";
import { useMayTicket } from "./useMayTicket.ts";

interface Props {
  readonly ticket: Ticket;
  readonly save: Write<Changes, Ticket>;
}

/** Subject and description: read as they are, and edited in their place. */
export function TicketText({ ticket, save }: Props) {
  const { t } = useLingui();
  const off = useMayTicket();
  const [editing, setEditing] = useState(false);
  const edit = (
    <Button small off={off} onClick={() => setEditing(true)}>
      <Trans>Edit</Trans>
    </Button>
  );
  return (
    <Section title={t`What was asked for`} actions={!editing && !ticket.merged_into_id && edit}>
      <Card>
        {editing ? (
          <TextForm ticket={ticket} save={save} close={() => setEditing(false)} />
        ) : (
          <p className={ticket.description ? styles.words : "muted"}>
            {ticket.description || t`Nothing more than the subject.`}
          </p>
        )}
      </Card>
    </Section>
  );
}

function TextForm({ ticket, save, close }: Props & { readonly close: () => void }) {
  const { t } = useLingui();
  const submit = async (name: string, description: string) => {
    if (await save.run({ name, description })) close();
  };
  return (
    <Form
      refusal={useRefusal(save.problem)}
      onSubmit={({ name = "", description = "" }) => void submit(name, description)}
    >
      <TextField label={t`Subject`} name="name" defaultValue={ticket.name} maxLength={255} required />
      <TextArea
        label={t`Description`}
        name="description"
        defaultValue={ticket.description}
        rows={8}
        maxLength={20_000}
      />
      <SubmitOrCancel busy={save.running} onCancel={close}>
        <Trans>Save</Trans>
      </SubmitOrCancel>
    </Form>
  );
}
