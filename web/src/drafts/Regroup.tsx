import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { QueryView } from "../api/QueryView.tsx";
import { useRefusal } from "../api/useRefusal.ts";
import { useMay } from "../session/may.ts";
import { GroupingField } from "../texts/GroupingField.tsx";
import { Button } from "../ui/Button.tsx";
import { ChargedDuration } from "../ui/ChargedDuration.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Form, FormActions } from "../ui/Form.tsx";
import { Money } from "../ui/Money.tsx";
import { Note } from "../ui/Note.tsx";
import type { Draft, Line } from "./useDraft.ts";
import { type GroupBy, type Regrouping, useRegroup, useRegrouping } from "./useMoving.ts";

interface Props {
  readonly draft: Draft;
}

/** Has one line for each of something else; what comes of it, and what is lost, is seen before. */
export function Regroup({ draft }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const off = useMay().not("change-invoices");
  if (!draft.lines.some(({ kind }) => kind === "time")) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)} off={off}>
        {t`Group…`}
      </Button>
      <Dialog title={t`Group the time otherwise`} open={open} onClose={() => setOpen(false)}>
        <RegroupForm draft={draft} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function RegroupForm({ draft, onDone }: Props & { readonly onDone: () => void }) {
  const { t } = useLingui();
  const [group_by, setGroupBy] = useState<GroupBy>(draft.group_by ?? "work_item");
  const preview = useRegrouping(draft, group_by);
  const group = useRegroup(draft, onDone);
  return (
    <Form onSubmit={() => void group.run(group_by)} refusal={useRefusal(group.problem)}>
      <GroupingField value={group_by} onChange={({ target }) => setGroupBy(target.value as GroupBy)} />
      <QueryView query={preview} lines={4}>
        {(found) => <Preview of={found} />}
      </QueryView>
      <FormActions>
        <Button type="submit" look="primary" busy={group.running}>
          {t`Group so`}
        </Button>
      </FormActions>
    </Form>
  );
}

function Preview({ of }: { readonly of: Regrouping }) {
  const { t } = useLingui();
  const columns: readonly Column<Line>[] = [
    { key: "text", head: t`Text`, main: true, cell: ({ description }) => description },
    {
      key: "time",
      head: t`Time`,
      align: "end",
      cell: ({ seconds, billed_seconds }) =>
        seconds === null ? null : <ChargedDuration seconds={seconds} billed={billed_seconds} />,
    },
    {
      key: "amount",
      head: t`Amount`,
      align: "end",
      cell: ({ amount }) => amount && <Money value={amount} />,
    },
  ];
  return (
    <>
      {of.lost_texts.length > 0 && (
        <Note tone="warn">
          <p>{t`These texts would be gone:`}</p>
          <ul>
            {of.lost_texts.map(({ line_id, description }) => (
              <li key={line_id}>{description}</li>
            ))}
          </ul>
        </Note>
      )}
      {of.lost_discounts.length > 0 && (
        <Note tone="warn">
          <p>{t`These discounts of lines would be gone:`}</p>
          <ul>
            {of.lost_discounts.map(({ discount_id, description }) => (
              <li key={discount_id}>{description}</li>
            ))}
          </ul>
        </Note>
      )}
      <DataTable
        label={t`The lines, grouped so`}
        columns={columns}
        rows={of.lines}
        rowKey={({ line_id, position }) => `${line_id} ${position}`}
      />
      <p className="spread">
        <span className="muted">{t`Before tax`}</span>
        <Money value={of.subtotal} />
      </p>
    </>
  );
}
