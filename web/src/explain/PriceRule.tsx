import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { rates } from "../api/rates.ts";
import { paths } from "../paths.ts";
import { Money } from "../ui/Money.tsx";
import { Badge, Note } from "../ui/Note.tsx";
import { EntryCost } from "./EntryCost.tsx";
import styles from "./Explain.module.css";
import { EarlierHandPrices, HandPrice } from "./Overrides.tsx";
import type { Price } from "./overrides.ts";
import { Rounding } from "./Rounding.tsx";
import { RuleName, Since } from "./RuleName.tsx";
import { Segments } from "./Segments.tsx";
import { SetPrice } from "./SetPrice.tsx";
import { Supplements } from "./Supplements.tsx";

/** The rate that holds for an entry, the others that match it, and why it won; or why none does. */
export function PriceRule({ entryId }: { readonly entryId: string }) {
  const price = useQuery(rates.query("/v1/prices/{entry_id}", { params: { path: { entry_id: entryId } } }));
  return <QueryView query={price}>{(found) => <Rules price={found} />}</QueryView>;
}

function Rules({ price }: { readonly price: Price }) {
  return (
    <div className={styles.rules}>
      {price.unpriced_reason && <Unpriced reason={price.unpriced_reason} />}
      {price.foreign_currency && <ForeignCurrency price={price} />}
      <HandPrice price={price} />
      {price.candidates.map(({ rate, won }) => (
        <div key={`${rate.id} ${rate.version}`} className={styles.rule} data-won={won || undefined}>
          <span className="spread">
            <strong>
              <RuleName rule={rate} />
            </strong>
            <Money value={rate.hourly_rate} />
          </span>
          <span className="spread small">
            <Since rule={rate} />
            {won ? (
              <Badge tone="ok">
                <Trans>This one holds</Trans>
              </Badge>
            ) : (
              <span className="muted">
                {price.override ? <Trans>The price was set by hand</Trans> : <Trans>Less specific</Trans>}
              </span>
            )}
          </span>
        </div>
      ))}
      <Segments price={price} />
      <Supplements price={price} />
      <Rounding rounding={price.rounding} />
      {price.unpriced_reason !== "not-billable" && price.unpriced_reason !== "no-organization" && (
        <SetPrice price={price} />
      )}
      <EarlierHandPrices price={price} />
      <p className="muted small">
        <Trans>
          The rule that names the most wins: a project before a customer, a person, a kind of work.
        </Trans>{" "}
        <Link to={paths.rates}>
          <Trans>Rates</Trans>
        </Link>
      </p>
      {price.cost && <EntryCost cost={price.cost} currency={price.currency} />}
    </div>
  );
}

function ForeignCurrency({ price }: { readonly price: Price }) {
  const { currency, customer_currency: owed } = price;
  return (
    <Note tone="warn">
      <Trans>
        Priced in {currency}, but the customer is invoiced in {owed}. Nothing is converted: a draft in {owed}{" "}
        leaves this time out.
      </Trans>
    </Note>
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
