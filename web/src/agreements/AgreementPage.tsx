import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { rates } from "../api/rates.ts";
import { useName } from "../directory/lists.ts";
import { ExplainEntry } from "../explain/Explain.tsx";
import { paths } from "../paths.ts";
import { Denied } from "../session/Denied.tsx";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { Page } from "../ui/Page.tsx";
import { AgreementActions } from "./AgreementActions.tsx";
import { AgreementFacts } from "./AgreementFacts.tsx";
import { type Agreement, isMonthly, isPrepaid } from "./agreement.ts";
import { Blocks } from "./Blocks.tsx";
import { Charges } from "./Charges.tsx";
import { Milestones } from "./Milestones.tsx";
import { Months } from "./Months.tsx";
import { Standing } from "./Standing.tsx";
import { Summary } from "./Summary.tsx";
import { TermsSection } from "./TermsSection.tsx";
import { toldOf } from "./told.ts";

/** One agreement: what it charges in words, its months, blocks or parts, and what becomes of it. */
export default function AgreementPage() {
  const { t } = useLingui();
  const may = useMay();
  const { id = "" } = useParams();
  const customer = useName("organizations");
  const agreement = useQuery({
    ...rates.query("/v1/agreements/{agreement_id}", { params: { path: { agreement_id: id } } }),
    enabled: may("see-rates"),
  });
  const found = agreement.data;
  const title = found?.name ?? t`Agreement`;
  if (!may("see-rates")) return <Denied title={t`Agreement`} lacks="see-rates" />;
  return (
    <Page
      title={title}
      lead={found && customer(found.organization_id)}
      back={{ to: paths.agreements, label: t`Agreements` }}
      actions={found && <AgreementActions agreement={found} />}
    >
      <QueryView query={agreement}>{(one) => <Parts agreement={one} />}</QueryView>
      <ExplainEntry />
    </Page>
  );
}

function Parts({ agreement }: { readonly agreement: Agreement }) {
  return (
    <>
      <Summary told={toldOf(agreement, today())} />
      <Standing agreement={agreement} />
      <AgreementFacts agreement={agreement} />
      {isPrepaid(agreement.kind) && <Blocks agreement={agreement} />}
      {agreement.kind === "fixed-price" && <Milestones agreement={agreement} />}
      {isMonthly(agreement.kind) && <Months agreement={agreement} />}
      {useMay()("see-invoices") && <Charges agreementId={agreement.id} />}
      {isMonthly(agreement.kind) && <TermsSection agreement={agreement} />}
    </>
  );
}
