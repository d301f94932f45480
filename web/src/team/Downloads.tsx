import { Trans, useLingui } from "@lingui/react/macro";
import { useSearchParams } from "react-router";
import { askedIn, daysOf } from "../dimensions/asked.ts";
import { today } from "../time/clock.ts";

import styles from "./Team.module.css";

const BASE = "/timer/v1/reports";

/** What is shown, and every entry behind it, as files. */
export function Downloads() {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const { period, by, thenBy } = askedIn(search);
  const days = daysOf(period, today());
  const table = new URLSearchParams({ ...days, by, ...(thenBy ? { then_by: thenBy } : {}) });
  return (
    <nav aria-label={t`Downloads`} className={styles.downloads}>
      <a href={`${BASE}/work.csv?${table}`} download="work.csv">
        <Trans>Table as CSV</Trans>
      </a>
      <a href={`${BASE}/work.xlsx?${table}`} download="work.xlsx">
        <Trans>Table for Excel</Trans>
      </a>
      <a href={`${BASE}/time-entries.xlsx?${new URLSearchParams(days)}`} download="time-entries.xlsx">
        <Trans>Every entry for Excel</Trans>
      </a>
    </nav>
  );
}
