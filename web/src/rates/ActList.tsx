import { Trans } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import type { DoneAct } from "./changes.ts";
import styles from "./Rates.module.css";
import { Scope } from "./Scope.tsx";

/** What is done to which rate, an act in a line. */
export function ActList({
  acts,
  total = acts.length,
}: {
  readonly acts: readonly DoneAct[];
  readonly total?: number;
}) {
  const more = total - acts.length;
  return (
    <ul role="list" className={styles.acts}>
      {acts.map((act) => (
        <li key={act.before?.id ?? act.after[0]?.id}>
          <ActLine act={act} />
        </li>
      ))}
      {more > 0 && (
        <li className="muted">
          <Trans>and {more} more</Trans>
        </li>
      )}
    </ul>
  );
}

function ActLine({ act: { act, before, after } }: { readonly act: DoneAct }) {
  const rate = before ?? after[0];
  if (!rate) return null;
  return (
    <>
      <Scope rate={rate} />: <What act={act} before={before} after={after} />
    </>
  );
}

function What({ act, before, after }: DoneAct) {
  const { money, day } = useFormats();
  const last = after.at(-1);
  if (act === "withdraw" && before) return <Trans>{money(before.hourly)} withdrawn</Trans>;
  if (!last) return null;
  if (act === "create") {
    return (
      <Trans>
        {money(last.hourly)} from {day(last.valid_from)}
      </Trans>
    );
  }
  if (act === "replace" && before) {
    return (
      <Trans>
        {money(before.hourly)} becomes {money(last.hourly)} from {day(last.valid_from)}
      </Trans>
    );
  }
  return last.valid_to ? (
    <Trans>
      {money(last.hourly)} until {day(last.valid_to)}
    </Trans>
  ) : (
    <Trans>{money(last.hourly)} until further notice</Trans>
  );
}
