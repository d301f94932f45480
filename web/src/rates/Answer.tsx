import { Trans, useLingui } from "@lingui/react/macro";
import type { RatesSchemas } from "../api/rates.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import type { Day } from "../time/workDate.ts";
import { Button } from "../ui/Button.tsx";
import { Money } from "../ui/Money.tsx";
import { Badge, Note } from "../ui/Note.tsx";
import { useAsked } from "../ui/useAsked.ts";
import { whyNot } from "./order.ts";
import styles from "./Rates.module.css";
import type { Candidate } from "./rates.ts";
import { Scope } from "./Scope.tsx";

interface Props {
  readonly found: RatesSchemas["schemas"]["PriceMatchResponse"];
  readonly on: Day;
}

/** The price, and each rate that covers the work with why it wins or loses. */
export function Answer({ found, on }: Props) {
  return (
    <div className="stack" role="status">
      {found.rate ? (
        <p className={styles.price}>
          <Money value={found.rate.hourly_rate} strong />{" "}
          <span className="muted">
            <Trans>an hour</Trans>
          </span>
        </p>
      ) : (
        <NoPrice />
      )}
      {found.candidates.length > 0 && (
        <ul role="list" className={styles.candidates}>
          {found.candidates.map((candidate) => (
            <li key={`${candidate.rate.id} ${candidate.rate.version}`} className={styles.candidate}>
              <span>
                <Scope rate={candidate.rate} />
                <br />
                <span className="muted small">
                  <Why candidate={candidate} on={on} />
                </span>
              </span>
              <span className={styles.end}>
                <Money value={candidate.rate.hourly_rate} />
                {candidate.won && (
                  <Badge tone="ok">
                    <Trans>Wins</Trans>
                  </Badge>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Why({ candidate: { rate, won }, on }: { readonly candidate: Candidate; readonly on: Day }) {
  const { day } = useFormats();
  if (won) return <Trans>The most specific of those that hold on the day.</Trans>;
  const why = whyNot(rate, on);
  if (why === "not-yet") return <Trans>Holds from {day(rate.valid_from)} only.</Trans>;
  if (why === "no-longer") return <Trans>Ended {day(rate.valid_to ?? on)}.</Trans>;
  return <Trans>Names less of the work than the one that wins.</Trans>;
}

function NoPrice() {
  const { t } = useLingui();
  const may = useMay();
  const [, ask] = useAsked();
  return (
    <Note
      tone="warn"
      action={
        <Button small off={may.not("change-rates")} onClick={() => ask({ add: "1" })}>
          {t`Add a rate for it`}
        </Button>
      }
    >
      <p>
        <Trans>It would have no price: no rate covers it on that day.</Trans>
      </p>
    </Note>
  );
}
