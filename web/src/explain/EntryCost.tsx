import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import type { RatesSchemas } from "../api/rates.ts";
import { paths } from "../paths.ts";
import { Money } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import { Facts } from "../ui/Page.tsx";
import styles from "./Explain.module.css";
import { RuleName, Since } from "./RuleName.tsx";

type Price = RatesSchemas["schemas"]["PriceResponse"];
type Cost = NonNullable<Price["cost"]>;

interface Props {
  readonly cost: Cost;
  /** Of its price. */
  readonly currency: Price["currency"];
}

/** What an entry costs, by which rule, and what remains of what it earns. The service tells it to owners and managers only. */
export function EntryCost({ cost, currency }: Props) {
  const { t } = useLingui();
  const foreign = currency && cost.amount && currency !== cost.amount.currency;
  return (
    <section className={styles.rules} aria-label={t`What it costs`}>
      <h3>{t`What it costs`}</h3>
      <Facts
        facts={[
          [t`Cost`, <Money key="cost" value={cost.amount} />],
          [t`Margin`, <Money key="margin" value={cost.margin} />],
        ]}
      />
      {foreign && (
        <p className="muted small">
          <Trans>Price and cost are in two currencies, which are never converted.</Trans>
        </p>
      )}
      {cost.candidates.map((candidate) => (
        <Candidate key={`${candidate.cost.id} ${candidate.cost.version}`} candidate={candidate} />
      ))}
      {cost.amount === null && (
        <p className="muted small">
          <Trans>No cost covers this time.</Trans>{" "}
          <Link to={paths.costs}>
            <Trans>Costs</Trans>
          </Link>
        </p>
      )}
    </section>
  );
}

function Candidate({ candidate: { cost, won } }: { readonly candidate: Cost["candidates"][number] }) {
  return (
    <div className={styles.rule} data-won={won || undefined}>
      <span className="spread">
        <strong>
          <RuleName rule={cost} />
        </strong>
        <Money value={cost.hourly_cost} />
      </span>
      <span className="spread small">
        <Since rule={cost} />
        {won && (
          <Badge tone="ok">
            <Trans>This one holds</Trans>
          </Badge>
        )}
      </span>
    </div>
  );
}
