import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { today } from "../time/clock.ts";
import type { Day } from "../time/workDate.ts";

interface Props {
  readonly invoice_id: string | null;
  readonly invoice_number: string | null;
  /** From when on it can be billed; nothing: it is not. */
  readonly billable_from: Day | null;
}

/** The invoice that bills something, else when that can be. */
export function Billing({ invoice_id, invoice_number, billable_from }: Props) {
  const { t } = useLingui();
  const { day } = useFormats();
  if (invoice_id) return <Link to={paths.invoice(invoice_id)}>{invoice_number ?? t`Invoice`}</Link>;
  if (!billable_from) return <span className="muted">{t`Nothing to bill`}</span>;
  return (
    <span className="muted">
      {billable_from <= today() ? t`Can be billed` : t`From ${day(billable_from)}`}
    </span>
  );
}
