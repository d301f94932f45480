import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { ProblemNote, QueryView } from "../api/QueryView.tsx";
import { data } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { Button } from "../ui/Button.tsx";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { Card, Section } from "../ui/Page.tsx";
import styles from "./Tickets.module.css";
import type { Ticket } from "./tickets.ts";
import { useMayTicket } from "./useMayTicket.ts";

type Attachment = TimerSchemas["schemas"]["AttachmentResponse"];

/** Files that came with the ticket: they are downloaded, never shown here. */
export function Attachments({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useLingui();
  const path = { ticket_id: ticket.id };
  const files = useQuery(timer.query("/v1/tickets/{ticket_id}/attachments", { params: { path } }));
  const add = useWrite((chosen: readonly File[]) => upload(ticket.id, chosen), { refresh: ["timer"] });
  return (
    <Section
      title={t`Files`}
      actions={
        !ticket.merged_into_id && <AddButton busy={add.running} onChoose={(some) => void add.run(some)} />
      }
    >
      <Card>
        <ProblemNote problem={add.problem} />
        <QueryView query={files} lines={1}>
          {({ items }) =>
            items.length ? (
              <ul role="list" className={styles.list}>
                {items.map((file) => (
                  <FileLine key={file.id} ticket={ticket} file={file} />
                ))}
              </ul>
            ) : (
              <p className="muted">
                <Trans>No files. Pictures, PDF, office documents and text, up to 5 MB each.</Trans>
              </p>
            )
          }
        </QueryView>
      </Card>
    </Section>
  );
}

function AddButton({
  busy,
  onChoose,
}: {
  readonly busy: boolean;
  readonly onChoose: (files: readonly File[]) => void;
}) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t`Add files`}
        onChange={({ target }) => {
          onChoose([...(target.files ?? [])]);
          target.value = "";
        }}
      />
      <Button small busy={busy} off={useMayTicket()} onClick={() => input.current?.click()}>
        <Trans>Add files</Trans>
      </Button>
    </>
  );
}

interface LineProps {
  readonly ticket: Ticket;
  readonly file: Attachment;
}

function FileLine({ ticket, file }: LineProps) {
  const { t } = useLingui();
  const { day } = useFormats();
  const path = { ticket_id: ticket.id, attachment_id: file.id };
  const remove = useWrite(
    () => data(timer.DELETE("/v1/tickets/{ticket_id}/attachments/{attachment_id}", { params: { path } })),
    { refresh: ["timer"] },
  );
  return (
    <li className="spread">
      <span>
        <a href={`/timer/v1/tickets/${ticket.id}/attachments/${file.id}/content`} download={file.file_name}>
          {file.file_name}
        </a>{" "}
        <span className="muted small">
          {useSize(file.size)} · {day(file.created_at.slice(0, 10))}
        </span>
      </span>
      <ConfirmButton
        small
        look="plain"
        title={t`Delete ${file.file_name}`}
        consequence={<Trans>The file is gone for everybody.</Trans>}
        confirm={t`Delete`}
        busy={remove.running}
        off={useMayTicket()}
        onConfirm={() => void remove.run(undefined)}
      >
        <Trans>Delete</Trans>
      </ConfirmButton>
    </li>
  );
}

function useSize(bytes: number): string {
  const { count } = useFormats();
  return bytes < 1024 * 1024
    ? `${count(Math.ceil(bytes / 1024))} kB`
    : `${count(Math.round((bytes / 1024 / 1024) * 10) / 10)} MB`;
}

function upload(ticket_id: string, files: readonly File[]) {
  const body = new FormData();
  for (const file of files) body.append("file", file);
  const params = { path: { ticket_id } };
  return data(timer.POST("/v1/tickets/{ticket_id}/attachments", { params, body: body as never }));
}
