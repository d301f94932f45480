import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { bill, billable, type Quote } from "./quote.ts";

/** Puts lines that are left on a new draft. */
export function BillButton({ quote }: { readonly quote: Quote }) {
  const { t } = useLingui();
  const { money } = useFormats();
  const go = useNavigate();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const write = useWrite((lines: string[]) => bill(quote, lines), {
    refresh: ["invoicing"],
    onDone: ({ id }) => void go(paths.draft(id)),
  });
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        {t`Draft an invoice…`}
      </Button>
      <Dialog title={t`What goes on the invoice`} open={open} onClose={close}>
        <Form
          refusal={useRefusal(write.problem)}
          onSubmit={(_, form) => void write.run(form.getAll("line_ids").map(String))}
        >
          {billable(quote).map(({ line_id, description, amount }) => (
            <Checkbox
              key={line_id}
              name="line_ids"
              value={line_id}
              defaultChecked
              label={[description, amount && money(amount)].filter(Boolean).join(" · ")}
            />
          ))}
          <p className="muted small">{t`With none ticked all of them go on it. Each line is billed once.`}</p>
          <SubmitOrCancel busy={write.running} onCancel={close}>
            {t`Draft`}
          </SubmitOrCancel>
        </Form>
      </Dialog>
    </>
  );
}
