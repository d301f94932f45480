import { useLingui } from "@lingui/react/macro";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useMay } from "../session/may.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox } from "../ui/Field.tsx";
import { Form, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";

type Settings = InvoicingSchemas["schemas"]["PaymentSettingsResponse"];
type Read = Settings & { readonly etag: string };

const QUERY = queryOptions({
  queryKey: ["invoicing", "payment-settings"],
  queryFn: async ({ signal }): Promise<Read> => {
    const answer = await invoicing.GET("/v1/payment-settings", { signal });
    return { ...(answer.data as Settings), etag: answer.response.headers.get("etag") ?? "" };
  },
});

/** How much may be written off, and whether credit settles what is issued next. */
export function PaymentSettings() {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button off={useMay().not("change-invoices")} onClick={() => setOpen(true)}>
        {t`Settings…`}
      </Button>
      <Dialog title={t`Credit and small rests`} open={open} onClose={close}>
        {open && <Fields onDone={close} />}
      </Dialog>
    </>
  );
}

function Fields({ onDone }: { readonly onDone: () => void }) {
  const { t } = useLingui();
  const read = useQuery(QUERY).data;
  const write = useWrite((values: Values) => replaced(values, read?.etag ?? ""), {
    refresh: ["invoicing"],
    onDone: () => {
      toast(t`The settings are saved.`);
      onDone();
    },
  });
  const refusal = useRefusal(write.problem);
  if (!read) return null;
  return (
    <Form refusal={refusal} onSubmit={(values) => void write.run(values)}>
      <AmountField
        label={t`How much of an invoice may be written off`}
        name="difference_limit"
        defaultValue={read.difference_limit}
        hint={t`In the invoice's own currency; 0: nothing.`}
      />
      <Checkbox
        label={t`Settle new invoices with the customer's credit`}
        hint={t`When they are issued.`}
        name="credit_on_issue"
        value="yes"
        defaultChecked={read.credit_on_issue}
      />
      <SubmitOrCancel busy={write.running} onCancel={onDone}>
        {t`Save`}
      </SubmitOrCancel>
    </Form>
  );
}

function replaced({ difference_limit = "", credit_on_issue }: Values, etag: string) {
  const body = { difference_limit, credit_on_issue: credit_on_issue === "yes" };
  return data(invoicing.PUT("/v1/payment-settings", { params: { header: { "if-match": etag } }, body }));
}
