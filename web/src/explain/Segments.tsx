import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { rates } from "../api/rates.ts";
import { timer } from "../api/timer.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { Duration, Money } from "../ui/Money.tsx";
import styles from "./Explain.module.css";
import type { Price } from "./overrides.ts";
import { areTold, rangeOf, type Segment } from "./segments.ts";

const ALL = { params: { query: { limit: 500 } } };

/** The parts of an entry that are charged differently: when, how, at what rate, and by what. */
export function Segments({ price }: { readonly price: Price }) {
  const { t } = useLingui();
  const path = { entry_id: price.entry_id };
  const told = areTold(price.segments);
  const entry = useQuery({
    ...timer.query("/v1/time-entries/{entry_id}", { params: { path } }),
    enabled: told,
  }).data;
  if (!told) return null;
  return (
    <section className="stack" aria-label={t`Parts`}>
      <h3>
        <Trans>How its parts are charged</Trans>
      </h3>
      {price.segments.map((segment) => (
        <div key={segment.start} className={styles.rule}>
          <span className="spread">
            <strong>{rangeOf(segment, entry)}</strong>
            <Rate segment={segment} currency={price.currency} />
          </span>
          <span className="spread small">
            <span>
              <Treatment segment={segment} />
            </span>
            <Charged segment={segment} />
          </span>
          {segment.multiplier_id && <Multiplier id={segment.multiplier_id} />}
        </div>
      ))}
    </section>
  );
}

/** Of what the rate is charged; or how much of the agreement it uses. */
function Charged({ segment: { treatment, billed_seconds } }: { readonly segment: Segment }) {
  const covered = treatment === "included" || treatment === "prepaid";
  return (
    <span className="muted">
      <Duration seconds={billed_seconds} clock /> {covered ? <Trans>drawn</Trans> : <Trans>charged</Trans>}
    </span>
  );
}

/** What an agreement charges has no rate of its own. */
function Rate({ segment, currency }: { readonly segment: Segment; readonly currency: string | null }) {
  const { treatment, hourly_rate: amount } = segment;
  if (!currency || treatment === "included" || treatment === "prepaid") return null;
  return <Money value={{ amount, currency }} />;
}

function Treatment({ segment: { treatment, charge_id } }: { readonly segment: Segment }): ReactNode {
  const agreement = charge_id && <Agreement chargeId={charge_id} />;
  switch (treatment) {
    case "hourly":
      return <Trans>By the hour</Trans>;
    case "included":
      return <Trans>Covered by {agreement || <Trans>an agreement</Trans>}</Trans>;
    case "prepaid":
      return <Trans>Prepaid by {agreement || <Trans>an agreement</Trans>}</Trans>;
    case "overage":
      return <Trans>By the hour, above what {agreement || <Trans>an agreement</Trans>} covers</Trans>;
  }
}

/** The agreement that charges it, by name. */
function Agreement({ chargeId }: { readonly chargeId: string }) {
  const params = { query: { charge_id: chargeId } };
  const charge = useQuery(invoicing.query("/v1/agreement-charges", { params })).data?.items[0];
  if (!charge) return <Trans>an agreement</Trans>;
  return <Link to={paths.agreement(charge.agreement_id)}>{charge.name}</Link>;
}

function Multiplier({ id }: { readonly id: string }) {
  const { decimal } = useFormats();
  const found = useQuery(rates.query("/v1/multipliers", ALL)).data?.items.find((one) => one.id === id);
  if (!found) return null;
  return (
    <span className="muted small">
      {found.factor ? (
        <Trans>
          {found.name}: the rate × {decimal(found.factor)}
        </Trans>
      ) : (
        <Trans>{found.name}: a rate of its own</Trans>
      )}
    </span>
  );
}
