import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useFormats } from "../i18n/format.ts";
import { Amount } from "./Amount.tsx";
import { type Agreement, balanceQuery } from "./agreement.ts";
import { nextCharge } from "./standing.ts";

/** What comes onto an invoice next, and from when on. */
export function NextChargeCell({ agreement }: { readonly agreement: Agreement }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const balance = useQuery(balanceQuery(agreement.id)).data;
  const next = balance && nextCharge(agreement, balance);
  if (!next) return <span className="muted">–</span>;
  return (
    <div>
      <Amount amount={next.amount} currency={agreement.currency} />
      <div className="muted small">
        {next.from ? t`from ${day(next.from)}` : t`when “${next.part ?? ""}” is reached`}
      </div>
    </div>
  );
}
