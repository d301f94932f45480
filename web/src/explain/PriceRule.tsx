import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { type RatesSchemas, rates } from "../api/rates.ts";
import { useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { Money } from "../ui/Money.tsx";
import { Badge, Note } from "../ui/Note.tsx";
import styles from "./Explain.module.css";

type Schemas = RatesSchemas["schemas"];
type Price = Schemas["PriceResponse"];
type Rate = Schemas["RateResponse"];

/** The rate that holds for an entry, the others that match it, and why it won; or why none does. */
export function PriceRule({ entryId }: { readonly entryId: string }) {
  const price = useQuery(rates.query("/v1/prices/{entry_id}", { params: { path: { entry_id: entryId } } }));
  return <QueryView query={price}>{(found) => <Rules price={found} />}</QueryView>;
}

function Rules({ price }: { readonly price: Price }) {
  return (
    <div className={styles.rules}>
      {price.unpriced_reason && <Unpriced reason={price.unpriced_reason} />}
      {price.candidates.map(({ rate, won }) => (
        <div key={`${rate.id} ${rate.version}`} className={styles.rule} data-won={won || undefined}>
          <span className="spread">
            <strong>
              <RuleName rate={rate} />
            </strong>
            <Money value={rate.hourly_rate} />
          </span>
          <span className="spread small">
            <Since rate={rate} />
            {won ? (
              <Badge tone="ok">
                <Trans>This one holds</Trans>
              </Badge>
            ) : (
              <span className="muted">
                <Trans>Less specific</Trans>
              </span>
            )}
          </span>
        </div>
      ))}
      <p className="muted small">
        <Trans>
          The rule that names the most wins: a project before a customer, a person, a kind of work.
        </Trans>{" "}
        <Link to={paths.rates}>
          <Trans>Rates</Trans>
        </Link>
      </p>
    </div>
  );
}

function Unpriced({ reason }: { readonly reason: NonNullable<Price["unpriced_reason"]> }) {
  return (
    <Note tone="warn">
      {reason === "no-rate" ? (
        <Trans>No rate matches this time. Set one, and the price arrives by itself.</Trans>
      ) : reason === "no-organization" ? (
        <Trans>It is not known which customer pays for this time. Reopen the timesheet and choose one.</Trans>
      ) : (
        <Trans>This time is not billable.</Trans>
      )}
    </Note>
  );
}

function RuleName({ rate }: { readonly rate: Rate }) {
  const { t } = useLingui();
  const names = [
    useName("projects")(rate.project_id),
    useName("organizations")(rate.organization_id),
    useName("agents")(rate.agent_id),
    useName("serviceTypes")(rate.service_type_id),
  ].filter(Boolean);
  return names.length ? names.join(" · ") : t`Everything else`;
}

function Since({ rate }: { readonly rate: Rate }) {
  const { day } = useFormats();
  const from = day(rate.valid_from);
  if (!rate.valid_to) return <Trans>from {from}</Trans>;
  return (
    <span>
      {from} – {day(rate.valid_to)}
    </span>
  );
}
