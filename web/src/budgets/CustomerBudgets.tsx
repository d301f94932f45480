import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { QueryView } from "../api/QueryView.tsx";
import { rates } from "../api/rates.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { useAsked } from "../ui/useAsked.ts";
import { BudgetFigures } from "./BudgetFigures.tsx";
import { SetBudget } from "./SetBudget.tsx";

/** What a customer may use in all or each month, against what it did. */
export function CustomerBudgets({ customerId }: { readonly customerId: string }) {
  const { t } = useLingui();
  const may = useMay();
  const [, ask] = useAsked();
  const query = { organization_id: customerId, kind: "organization", limit: 50 } as const;
  const budgets = useQuery(rates.query("/v1/budgets", { params: { query } }));
  const actions = (
    <Button small off={may.not("see-rates")} onClick={() => ask({ budget: "new" })}>
      <Trans>Set a budget…</Trans>
    </Button>
  );
  return (
    <Section title={t`Budgets`} actions={actions}>
      <QueryView query={budgets} lines={2}>
        {({ items }) => (
          <>
            {items.length === 0 && (
              <Card>
                <p className="muted">
                  <Trans>No budget for all of this customer's work.</Trans>
                </p>
              </Card>
            )}
            {items.map((budget) => (
              <Card key={budget.id}>
                <BudgetFigures budget={budget} />
                <p>
                  <Button small off={may.not("see-rates")} onClick={() => ask({ budget: budget.id })}>
                    <Trans>Change…</Trans>
                  </Button>
                </p>
              </Card>
            ))}
            <SetBudget customerId={customerId} budgets={items} />
          </>
        )}
      </QueryView>
    </Section>
  );
}
