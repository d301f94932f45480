import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { ChargedDuration } from "../ui/ChargedDuration.tsx";
import { Money } from "../ui/Money.tsx";
import type { CustomerPage, Line } from "./link.ts";
import styles from "./Portal.module.css";

/** What is charged, and behind each line its time where the seller shows it. */
export function Lines({ page }: { readonly page: CustomerPage }) {
  const { t } = useLingui();
  const { day } = useFormats();
  return (
    <section className={styles.sheet} aria-label={t`What it is for`}>
      <div className="spread">
        <h2>
          <Trans>What it is for</Trans>
        </h2>
        {page.first_day && page.last_day && (
          <p className="muted small">
            {day(page.first_day)} – {day(page.last_day)}
          </p>
        )}
      </div>
      <ul role="list" className={styles.lines}>
        {page.lines.map((line) => (
          <li key={line.position}>
            <LineView line={line} />
          </li>
        ))}
      </ul>
      {page.notes && <p className={styles.words}>{page.notes}</p>}
    </section>
  );
}

function LineView({ line }: { readonly line: Line }) {
  const { money, decimal } = useFormats();
  if (!line.amount) return <p className={styles.words}>{line.description}</p>;
  return (
    <>
      <div className={styles.line}>
        <div>
          <p className={styles.what}>{line.description}</p>
          {line.seconds !== null && line.hourly_rate && (
            <p className="muted small">
              <Trans>
                <ChargedDuration seconds={line.seconds} billed={line.billed_seconds} hours={line.hours} />{" "}
                hours at {money(line.hourly_rate)}
              </Trans>
            </p>
          )}
          {line.quantity && line.unit_price && (
            <p className="muted small">
              <Trans>
                {`${decimal(line.quantity)} ${line.unit ?? "×"}`} at {money(line.unit_price)}
              </Trans>
            </p>
          )}
          {line.included_seconds !== null && (
            <p className="muted small">
              <Trans>
                <ChargedDuration seconds={line.billed_seconds ?? 0} billed={null} /> of{" "}
                <ChargedDuration seconds={line.included_seconds} billed={null} /> hours used
              </Trans>
            </p>
          )}
        </div>
        <Money value={line.amount} strong />
      </div>
      {line.entries.length > 0 && <Entries line={line} />}
    </>
  );
}

function Entries({ line }: { readonly line: Line }) {
  const { day } = useFormats();
  return (
    <details className={styles.entries}>
      <summary>
        <Plural value={line.entries.length} one="Show the time" other="Show the time (# entries)" />
        <span className="visually-hidden">: {line.description}</span>
      </summary>
      <ul role="list">
        {line.entries.map((entry, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are shown as they came and never move
          <li key={place} className={styles.entry}>
            <span className="muted">{day(entry.work_date)}</span>
            <span className={styles.did}>
              {entry.description || <span className="muted">–</span>}
              <span className="muted small"> {entry.agent_name}</span>
            </span>
            <ChargedDuration seconds={entry.seconds} billed={entry.billed_seconds} />
          </li>
        ))}
      </ul>
    </details>
  );
}
