import { Trans, useLingui } from "@lingui/react/macro";
import { asProblem } from "../api/problem.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { Badge } from "../ui/Note.tsx";
import { toast } from "../ui/toasts.ts";
import { holdsOn, newestFirst } from "./change.ts";
import { type Policy, withdraw } from "./policies.ts";
import styles from "./Rounding.module.css";
import { useRoundingWords } from "./useRoundingWords.ts";

/** Policies of one customer, or of the account, the newest first: at most one holds on a day. */
export function PolicyList({ policies }: { readonly policies: readonly Policy[] }) {
  return (
    <ul className={styles.list}>
      {newestFirst(policies).map((policy) => (
        <li key={policy.id}>
          <PolicyLine policy={policy} />
        </li>
      ))}
    </ul>
  );
}

function PolicyLine({ policy }: { readonly policy: Policy }) {
  const words = useRoundingWords();
  const { day } = useFormats();
  const from = day(policy.valid_from);
  return (
    <>
      <span>
        {words(policy)}{" "}
        {holdsOn(policy, today()) && (
          <Badge tone="ok">
            <Trans>Holds</Trans>
          </Badge>
        )}
        <br />
        <span className="muted small">
          {policy.valid_to ? (
            <Trans>
              {from} – {day(policy.valid_to)}
            </Trans>
          ) : (
            <Trans>from {from}</Trans>
          )}
        </span>
      </span>
      <Withdraw policy={policy} />
    </>
  );
}

function Withdraw({ policy }: { readonly policy: Policy }) {
  const { t } = useLingui();
  const may = useMay();
  const gone = useWrite(withdraw, {
    refresh: ["rates"],
    onDone: () => toast(t`The rounding is withdrawn`),
  });
  if (!may("change-rates")) return null;
  return (
    <>
      <ConfirmButton
        small
        look="quiet"
        title={t`Withdraw this rounding?`}
        consequence={t`As if it had never been. Time that it rounded and that is not billed is priced anew.`}
        confirm={t`Withdraw it`}
        busy={gone.running}
        onConfirm={() => void gone.run(policy)}
      >
        <Trans>Withdraw</Trans>
      </ConfirmButton>
      {gone.problem && <ProblemNote problem={asProblem(gone.problem)} />}
    </>
  );
}
