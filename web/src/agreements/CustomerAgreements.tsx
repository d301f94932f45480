import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { rates } from "../api/rates.ts";
import { paths, withQuery } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { Card, Section } from "../ui/Page.tsx";
import styles from "./Agreements.module.css";
import { type Agreement, standingOn } from "./agreement.ts";
import { Standing } from "./Standing.tsx";
import { toldOf } from "./told.ts";
import { useChargeWords } from "./useChargeWords.ts";

/** What the customer has agreed to pay apart from hours, with what is used and what remains. */
export function CustomerAgreements({ customerId }: { readonly customerId: string }) {
  const { t } = useLingui();
  const query = { organization_id: customerId, limit: 100 };
  const found = useQuery(rates.query("/v1/agreements", { params: { query } }));
  const add = useMay()("manage-work") && (
    <Link to={withQuery(paths.newAgreement, { customer: customerId })}>
      <Trans>New agreement</Trans>
    </Link>
  );
  return (
    <Section title={t`Agreements`} actions={add}>
      <Card>
        <QueryView query={found} lines={2}>
          {({ items }) => <Holding agreements={items} />}
        </QueryView>
      </Card>
    </Section>
  );
}

function Holding({ agreements }: { readonly agreements: readonly Agreement[] }) {
  const charges = useChargeWords();
  const holding = agreements.filter((one) => standingOn(one, today()) !== "over");
  if (holding.length === 0)
    return (
      <p className="muted">
        <Trans>None: work here is charged by the hour.</Trans>
      </p>
    );
  return (
    <div className="stack">
      {holding.map((agreement) => (
        <div key={agreement.id} className={styles.bar}>
          <Link to={paths.agreement(agreement.id)}>{agreement.name}</Link>
          <span className="muted small">{charges(toldOf(agreement, today()))}</span>
          <Standing agreement={agreement} />
        </div>
      ))}
    </div>
  );
}
