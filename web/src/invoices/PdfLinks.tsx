import { useLingui } from "@lingui/react/macro";
import { DocumentLinks } from "../ui/DocumentLinks.tsx";
import type { Invoice } from "./invoice.ts";

/** The document as the customer got it; of a draft, how it would look now. */
export function PdfLinks({ invoice }: { readonly invoice: Invoice }) {
  const { t } = useLingui();
  const file = `/invoicing/v1/invoices/${invoice.id}.pdf`;
  return <DocumentLinks file={file} name={`${invoice.number ?? t`Draft`}.pdf`} />;
}
