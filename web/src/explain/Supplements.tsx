import { Trans, useLingui } from "@lingui/react/macro";
import type { RatesSchemas } from "../api/rates.ts";
import { useFormats } from "../i18n/format.ts";
import { Duration, Money } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import styles from "./Explain.module.css";
import type { Price } from "./overrides.ts";

type Candidate = RatesSchemas["schemas"]["MultiplierCandidateResponse"];
type Segment = Price["segments"][number];

/** What evenings, weekends, holidays and overtime charge of an entry, and why others that cover it do not. */
export function Supplements({ price }: { readonly price: Price }) {
  return price.multipliers?.map((one) => (
    <div key={one.multiplier.id} className={styles.rule} data-won={one.seconds > 0 || undefined}>
      <span className="spread">
        <strong>{one.multiplier.name}</strong>
        <Charge candidate={one} />
      </span>
      <span className="spread small">
        {one.seconds > 0 ? <Charged candidate={one} price={price} /> : <WhyNot reason={one.reason} />}
      </span>
    </div>
  ));
}

function Charge({ candidate: { multiplier } }: { readonly candidate: Candidate }) {
  const { decimal } = useFormats();
  if (multiplier.hourly_rate) return <Money value={multiplier.hourly_rate} />;
  return <span className="number">× {decimal(multiplier.factor ?? "1")}</span>;
}

interface Props {
  readonly candidate: Candidate;
  readonly price: Price;
}

function Charged({ candidate, price }: Props) {
  const of = (segment: Segment) => segment.multiplier_id === candidate.multiplier.id;
  const rate = price.segments.find(of)?.hourly_rate;
  return (
    <>
      <Badge tone="ok">
        <Trans>
          <Duration seconds={candidate.seconds} clock /> of it
        </Trans>
      </Badge>
      {rate && price.currency && <Money value={{ amount: rate, currency: price.currency }} />}
    </>
  );
}

function WhyNot({ reason }: Pick<Candidate, "reason">) {
  const { t } = useLingui();
  const why = {
    charges: "",
    "price-set": t`The price was set by hand`,
    "other-currency": t`In another currency: nothing is converted`,
    "no-start": t`It is not known when the work was done`,
    "too-many-parts": t`The work would fall into too many parts`,
    "another-first": t`Another one goes before it`,
    "other-times": t`The work was at other times`,
  };
  return <span className="muted">{why[reason]}</span>;
}
