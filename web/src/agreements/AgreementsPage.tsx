import { Trans, useLingui } from "@lingui/react/macro";
import { asProblem } from "../api/problem.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { rates } from "../api/rates.ts";
import { usePages } from "../api/usePages.ts";
import { RatesTabs } from "../explain/RatesTabs.tsx";
import { paths } from "../paths.ts";
import { Denied } from "../session/Denied.tsx";
import { useMay } from "../session/may.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { EmptyState, Loading } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { Pager } from "../ui/Pager.tsx";
import { AgreementTable } from "./AgreementTable.tsx";

/** What customers have agreed to pay apart from plain hours, and how this month stands. */
export default function AgreementsPage() {
  const { t } = useLingui();
  const may = useMay();
  const title = t`Agreements`;
  if (!may("see-rates")) return <Denied title={title} lacks="see-rates" />;
  return (
    <Page
      title={title}
      lead={t`What customers have agreed to pay apart from plain hours: monthly fees, minimums, blocks and fixed prices.`}
      actions={<AddAgreement />}
    >
      <RatesTabs />
      <Agreements />
    </Page>
  );
}

function AddAgreement() {
  const off = useMay().not("manage-work");
  if (off)
    return (
      <Button look="primary" off={off}>
        <Trans>New agreement</Trans>
      </Button>
    );
  return (
    <ButtonLink look="primary" to={paths.newAgreement}>
      <Trans>New agreement</Trans>
    </ButtonLink>
  );
}

function Agreements() {
  const { t } = useLingui();
  const list = usePages(rates.pages("/v1/agreements", { params: { query: { limit: 50 } } }));
  if (list.loading) return <Loading label={t`Loading…`} lines={6} />;
  if (list.error) return <ProblemNote problem={asProblem(list.error)} retry={list.retry} />;
  if (list.items.length === 0)
    return (
      <EmptyState title={t`No agreements yet`} action={<AddAgreement />}>
        <Trans>Without one, work is charged by the hour, at the rates.</Trans>
      </EmptyState>
    );
  return (
    <>
      <AgreementTable agreements={list.items} />
      <Pager more={list.more} loading={list.loadingMore} />
    </>
  );
}
