import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { CreditDialog } from "./CreditDialog.tsx";
import type { Invoice } from "./invoice.ts";

/** Takes back an issued invoice, or some of it. */
export function CreditButton({ invoice }: { readonly invoice: Invoice }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const off =
    useMay().not("change-invoices") ?? (invoice.credit === "full" ? t`All of it was credited.` : undefined);
  return (
    <>
      <Button off={off} onClick={() => setOpen(true)}>{t`Credit…`}</Button>
      <CreditDialog key={String(open)} invoice={invoice} open={open} onClose={() => setOpen(false)} />
    </>
  );
}
