import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { usePages } from "../api/usePages.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import type { Expense } from "./expense.ts";

interface Draft {
  readonly id: string;
  readonly etag: string;
  readonly currency: string;
  readonly organization_id: string;
}

/** Puts ready expenses of the customer on a draft; nothing where there are none. */
export function AddExpenses({ draft }: { readonly draft: Draft }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const off = useMay().not("change-invoices");
  const query = { state: "ready", organization_id: draft.organization_id } as const;
  const { items } = usePages(invoicing.pages("/v1/expenses", { params: { query } }));
  if (items.length === 0) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)} off={off}>
        {t`Add expenses`}
      </Button>
      <Dialog title={t`Add expenses`} open={open} onClose={() => setOpen(false)}>
        <Chosen draft={draft} expenses={items} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

interface ChosenProps {
  readonly draft: Draft;
  readonly expenses: readonly Expense[];
  readonly onClose: () => void;
}

function Chosen({ draft, expenses, onClose }: ChosenProps) {
  const { t } = useLingui();
  const { day, money } = useFormats();
  const write = useWrite((expense_ids: string[]) => added(draft, expense_ids), {
    refresh: ["invoicing"],
    onDone: onClose,
  });
  const fits = expenses.filter(({ charged }) => charged?.currency === draft.currency);
  const others = expenses.length - fits.length;
  return (
    <Form
      refusal={useRefusal(write.problem)}
      onSubmit={(_, form) => void write.run(form.getAll("expense_ids").map(String))}
    >
      {fits.map(({ id, description, spent_on, charged }) => (
        <Checkbox
          key={id}
          name="expense_ids"
          value={id}
          defaultChecked
          label={[description, day(spent_on), charged && money(charged)].filter(Boolean).join(" · ")}
        />
      ))}
      {others > 0 && (
        <p className="muted small">{t`Those in another currency wait: give each its rate first.`}</p>
      )}
      <SubmitOrCancel busy={write.running} onCancel={onClose}>
        {t`Add`}
      </SubmitOrCancel>
    </Form>
  );
}

function added({ id, etag }: Draft, expense_ids: string[]) {
  const params = { path: { invoice_id: id }, header: { "if-match": etag } };
  return data(invoicing.POST("/v1/invoices/{invoice_id}/expenses", { params, body: { expense_ids } }));
}
