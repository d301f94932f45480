import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { type NotifierSchemas, notifier } from "../api/notifier.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { data } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { SelectField, TextArea, TextField } from "../ui/Field.tsx";
import { Form, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";

type Reminders = NotifierSchemas["schemas"]["InvoiceRemindersResponse"];

interface Props {
  readonly of: Reminders;
  readonly organizationId: string;
}

/** Leaves the customer alone for a while, with this invoice or with all, and goes on. */
export function PauseReminders({ of, organizationId }: Props) {
  const { t } = useLingui();
  const off = useMay().not("change-invoices");
  const [open, setOpen] = useState(false);
  if (of.pause) return <GoOn pauseId={of.pause.id} off={off} />;
  const close = () => setOpen(false);
  return (
    <>
      <Button off={off} onClick={() => setOpen(true)}>{t`Pause…`}</Button>
      <Dialog title={t`Send no reminders for a while`} open={open} onClose={close}>
        <PauseForm invoiceId={of.invoice_id} organizationId={organizationId} onClose={close} />
      </Dialog>
    </>
  );
}

function GoOn({ pauseId, off }: { readonly pauseId: string; readonly off: string | undefined }) {
  const { t } = useLingui();
  const params = { path: { pause_id: pauseId } };
  const end = useWrite(() => data(notifier.POST("/v1/reminder-pauses/{pause_id}/end", { params })), {
    refresh: ["notifier"],
  });
  return (
    <>
      <Button off={off} busy={end.running} onClick={() => void end.run(undefined)}>
        {t`End the pause`}
      </Button>
      <ProblemNote problem={end.problem} />
    </>
  );
}

interface FormProps {
  readonly invoiceId: string;
  readonly organizationId: string;
  readonly onClose: () => void;
}

function PauseForm({ invoiceId, organizationId, onClose }: FormProps) {
  const { t } = useLingui();
  const pause = useWrite(
    ({ of_what, reason = "", until = "" }: Values) => {
      const subject =
        of_what === "customer" ? { organization_id: organizationId } : { invoice_id: invoiceId };
      return data(
        notifier.POST("/v1/reminder-pauses", { body: { ...subject, reason, until: until || null } }),
      );
    },
    { refresh: ["notifier"], onDone: onClose },
  );
  return (
    <Form refusal={useRefusal(pause.problem)} onSubmit={(values) => void pause.run(values)}>
      <SelectField label={t`Of what`} name="of_what" defaultValue="invoice">
        <option value="invoice">{t`This invoice`}</option>
        <option value="customer">{t`All invoices of the customer`}</option>
      </SelectField>
      <TextArea label={t`Why`} name="reason" />
      <TextField type="date" label={t`Until`} name="until" hint={t`The last day; empty: until you end it.`} />
      <SubmitOrCancel busy={pause.running} onCancel={onClose}>
        <Trans>Pause</Trans>
      </SubmitOrCancel>
    </Form>
  );
}
