import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { rates } from "../api/rates.ts";
import { usePages } from "../api/usePages.ts";
import { BudgetFigures } from "../budgets/BudgetFigures.tsx";
import type { Budget } from "../budgets/budget.ts";
import { useName } from "../directory/lists.ts";
import { paths } from "../paths.ts";
import { Denied } from "../session/Denied.tsx";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState, Loading } from "../ui/EmptyState.tsx";
import { Badge } from "../ui/Note.tsx";
import { Card, Page } from "../ui/Page.tsx";
import styles from "./Plan.module.css";
import { PlanTabs } from "./PlanTabs.tsx";

/** Every budget of projects and customers: what is billed, logged and planned against it. */
export default function BudgetsPage() {
  const { t } = useLingui();
  const may = useMay();
  const title = t`Budgets`;
  if (!may("see-rates")) return <Denied title={title} lacks="see-rates" />;
  return (
    <Page title={title} lead={t`What is billed, logged and still planned, and what it will be in the end.`}>
      <PlanTabs />
      <Budgets />
    </Page>
  );
}

function Budgets() {
  const { t } = useLingui();
  const pages = usePages<Budget>(rates.pages("/v1/budgets", { params: { query: { limit: 50 } } }));
  if (pages.loading) return <Loading label={t`Budgets`} />;
  if (pages.items.length === 0)
    return (
      <EmptyState title={t`No budgets yet`}>
        <Trans>A project gets one where it is edited, a customer on its page.</Trans>
      </EmptyState>
    );
  return (
    <>
      <ul className={styles.budgets}>
        {pages.items.map((budget) => (
          <li key={budget.id}>
            <OneBudget budget={budget} />
          </li>
        ))}
      </ul>
      {pages.more && (
        <Button busy={pages.loadingMore} onClick={pages.more}>
          <Trans>Show more</Trans>
        </Button>
      )}
    </>
  );
}

function OneBudget({ budget }: { readonly budget: Budget }) {
  const customer = useName("organizations");
  const to = budget.project_id
    ? paths.project(budget.project_id)
    : paths.customer(budget.organization_id ?? "");
  return (
    <Card>
      <p className="spread">
        <strong>
          <Link to={to}>{budget.name ?? budget.id}</Link>
        </strong>
        {budget.kind === "organization" ? (
          <Badge>
            <Trans>Customer</Trans>
          </Badge>
        ) : (
          <span className="muted">{budget.organization_id && customer(budget.organization_id)}</span>
        )}
      </p>
      <BudgetFigures budget={budget} />
    </Card>
  );
}
