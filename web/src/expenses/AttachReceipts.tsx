import { useLingui } from "@lingui/react/macro";
import { Checkbox } from "../ui/Field.tsx";

/** Asks whether the receipts go along with the e-mail, where a line is an expense. */
export function AttachReceipts({ lines }: { readonly lines: readonly { readonly kind: string }[] }) {
  const { t } = useLingui();
  if (lines.every(({ kind }) => kind !== "expense")) return null;
  return (
    <Checkbox
      name="attach_receipts"
      label={t`Send the receipts along`}
      hint={t`Up to 8 MiB of them; a mark-up can be read off them.`}
    />
  );
}
