import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { ListView } from "../api/ListView.tsx";
import { data } from "../api/service.ts";
import { usePages } from "../api/usePages.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite, type Write } from "../api/useWrite.ts";
import { useName } from "../directory/lists.ts";
import { useMemberName } from "../directory/members.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { browserZone } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Form } from "../ui/Form.tsx";
import { Duration, Money } from "../ui/Money.tsx";
import { Section } from "../ui/Page.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";

type WriteOff = InvoicingSchemas["schemas"]["WriteOffResponse"];
type Entry = WriteOff["entries"][number];

/** What is written off, as it was: each write-off with its reason and its entries, and the way back of all or of one. */
export function WriteOffs({ customer }: { readonly customer: string | null }) {
  const { t } = useLingui();
  const query = { undone: false, ...(customer ? { organization_id: customer } : {}) };
  const list = usePages(invoicing.pages("/v1/write-offs", { params: { query } }));
  return (
    <ListView list={list} empty={<EmptyState title={t`Nothing is here`} />}>
      {list.items.map((one) => (
        <Shown key={one.id} writeOff={one} showCustomer={!customer} />
      ))}
    </ListView>
  );
}

interface Props {
  readonly writeOff: WriteOff;
}

function Shown({ writeOff, showCustomer }: Props & { readonly showCustomer: boolean }) {
  const { moment } = useFormats();
  const by = useMemberName()(writeOff.written_off_by);
  const name = useName("organizations")(writeOff.organization_id);
  const at = moment(writeOff.written_off_at, browserZone());
  return (
    <Section
      title={writeOff.reason}
      actions={<Undo writeOff={writeOff} entries={writeOff.entries.filter(holds)} name={writeOff.reason} />}
    >
      <p className="muted">
        {showCustomer && <>{name} · </>}
        <Trans>
          <Duration seconds={writeOff.seconds} />, worth <Money value={writeOff.amount} />, written off {at}{" "}
          by {by}
        </Trans>
        {writeOff.left_seconds !== writeOff.seconds && (
          <>
            {" · "}
            <Trans>
              <Duration seconds={writeOff.left_seconds} />, worth <Money value={writeOff.left_amount} />,
              still holds
            </Trans>
          </>
        )}
      </p>
      <DataTable
        label={writeOff.reason}
        columns={useColumns(writeOff)}
        rows={writeOff.entries}
        rowKey={(entry) => `${entry.entry_id} ${entry.hourly_rate.amount}`}
      />
    </Section>
  );
}

/** Whether it is not undone. */
function holds(entry: Entry): boolean {
  return entry.undone_at === null;
}

function useColumns(writeOff: WriteOff): readonly Column<Entry>[] {
  const { t } = useLingui();
  const { day } = useFormats();
  return [
    {
      key: "work",
      head: t`Work`,
      main: true,
      cell: ({ project_name, work_item_name, description }) =>
        [project_name, work_item_name, description].filter(Boolean).join(" · ") || "–",
    },
    { key: "day", head: t`Day`, cell: (entry) => day(entry.work_date) },
    { key: "person", head: t`Person`, cell: (entry) => entry.agent_name },
    {
      key: "time",
      head: t`Written off`,
      align: "end",
      cell: (entry) => <Duration seconds={entry.seconds} />,
    },
    { key: "rate", head: t`Per hour`, align: "end", cell: (entry) => <Money value={entry.hourly_rate} /> },
    { key: "worth", head: t`Worth`, align: "end", cell: (entry) => <Money value={entry.amount} /> },
    {
      key: "undo",
      head: t`Undo`,
      acts: true,
      cell: (entry) => <UndoEntry writeOff={writeOff} entry={entry} />,
    },
  ];
}

/** The way back of one entry; where it was taken, when and by whom. */
function UndoEntry({ writeOff, entry }: Props & { readonly entry: Entry }) {
  const { moment } = useFormats();
  const by = useMemberName()(entry.undone_by ?? "");
  if (entry.undone_at) {
    const at = moment(entry.undone_at, browserZone());
    return (
      <span className="muted">
        <Trans>
          Undone {at} by {by}
        </Trans>
      </span>
    );
  }
  const entries = writeOff.entries.filter((one) => holds(one) && one.entry_id === entry.entry_id);
  const name = [entry.work_item_name, entry.agent_name].filter(Boolean).join(", ");
  return <Undo writeOff={writeOff} entries={entries} name={name} only={entry.entry_id} />;
}

interface UndoProps extends Props {
  /** What comes back. */
  readonly entries: readonly Entry[];
  readonly name: string;
  /** The one entry that comes back, else all that hold. */
  readonly only?: string;
}

/** Says how much comes back before it does. */
function Undo({ writeOff, entries, name, only }: UndoProps) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const undo = useUndo(writeOff, only, close);
  const seconds = entries.reduce((sum, one) => sum + one.seconds, 0);
  const count = new Set(entries.map((one) => one.entry_id)).size;
  return (
    <>
      <Button small off={useMay().not("change-invoices")} onClick={() => setOpen(true)}>
        {t`Undo…`}
        <span className="visually-hidden"> {name}</span>
      </Button>
      <Dialog
        title={only ? t`Undo this of the write-off?` : t`Undo the write-off?`}
        open={open}
        onClose={close}
      >
        <Form refusal={useRefusal(undo.problem)} onSubmit={() => void undo.run()}>
          <p>
            <Plural value={count} one="# entry is ready again:" other="# entries are ready again:" />{" "}
            <Duration seconds={seconds} />. <Trans>It is charged at the price that holds now.</Trans>
          </p>
          <SubmitOrCancel busy={undo.running} onCancel={close}>
            {only ? t`Undo this` : t`Undo the write-off`}
          </SubmitOrCancel>
        </Form>
      </Dialog>
    </>
  );
}

function useUndo(
  { id, version }: WriteOff,
  only: string | undefined,
  onDone: () => void,
): Write<void, unknown> {
  const params = { path: { write_off_id: id }, header: { "if-match": `"${version}"` } };
  const body = { entry_ids: only ? [only] : [] };
  return useWrite(() => data(invoicing.POST("/v1/write-offs/{write_off_id}/undo", { params, body })), {
    refresh: ["invoicing", "rates"],
    onDone,
  });
}
