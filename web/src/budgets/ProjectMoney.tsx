import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { QueryView } from "../api/QueryView.tsx";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { useAsked } from "../ui/useAsked.ts";
import { BudgetFigures } from "./BudgetFigures.tsx";
import { type Budget, budgetQuery } from "./budget.ts";
import { ChooseThresholds } from "./ChooseThresholds.tsx";

/** What a project earns and will earn, against its budget of money. */
export function ProjectMoney({ projectId }: { readonly projectId: string }) {
  const { t } = useLingui();
  const may = useMay();
  const [, ask] = useAsked();
  const budget = useQuery(budgetQuery(projectId));
  const actions = (
    <Button small off={may.not("see-rates")} onClick={() => ask({ budget: "thresholds" })}>
      <Trans>Thresholds…</Trans>
    </Button>
  );
  return (
    <Section title={t({ message: "Money", context: "of a project" })} actions={budget.data && actions}>
      <Card>
        <QueryView query={budget} lines={3}>
          {(found) => <Figures budget={found} />}
        </QueryView>
      </Card>
    </Section>
  );
}

function Figures({ budget }: { readonly budget: Budget }) {
  return (
    <>
      {!budget.budget_money && (
        <p className="muted">
          <Trans>No budget of money.</Trans>
        </p>
      )}
      <BudgetFigures budget={budget} />
      <Told budget={budget} />
      <ChooseThresholds budget={budget} />
    </>
  );
}

/** Of which percents people are told. */
function Told({ budget }: { readonly budget: Budget }) {
  const { t } = useLingui();
  if (!budget.budget_money && !budget.budget_seconds) return null;
  const percents = budget.thresholds.map((one) => `${one} %`).join(", ");
  return (
    <p className="muted small">
      {percents ? t`Owners and managers are told at ${percents}.` : t`Nobody is told of thresholds.`}
    </p>
  );
}
