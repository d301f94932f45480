import { useLingui } from "@lingui/react/macro";
import { Fragment } from "react";
import { Link } from "react-router";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { Badge } from "../ui/Note.tsx";
import { CERTAINTIES, type Proposal, REASONS, TONES } from "./bank.ts";

/** What a transaction may be, how certain that is, and why. */
export function ProposalFacts({ proposal }: { readonly proposal: Proposal }) {
  const { i18n } = useLingui();
  const reasons = proposal.reasons.map((reason) => i18n._(REASONS[reason])).join(", ");
  return (
    <div>
      <div className="row">
        <Badge tone={TONES[proposal.certainty]}>{i18n._(CERTAINTIES[proposal.certainty])}</Badge>
        <strong>{proposal.organization_name}</strong>
        <Settles proposal={proposal} />
      </div>
      <div className="small muted">{reasons}</div>
    </div>
  );
}

function Settles({ proposal }: { readonly proposal: Proposal }) {
  const { t } = useLingui();
  const { money } = useFormats();
  const credit = money(proposal.credit);
  return (
    <span>
      {proposal.allocations.map(({ invoice_id, number, amount }, index) => (
        <Fragment key={invoice_id}>
          {index > 0 && ", "}
          <Link to={paths.invoice(invoice_id)}>{number}</Link> {money(amount)}
        </Fragment>
      ))}
      {/[1-9]/.test(proposal.credit.amount) && ` · ${t`${credit} credit`}`}
    </span>
  );
}
