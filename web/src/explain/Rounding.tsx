import { Trans } from "@lingui/react/macro";
import type { RatesSchemas } from "../api/rates.ts";
import { useFormats } from "../i18n/format.ts";
import { Duration } from "../ui/Money.tsx";
import styles from "./Explain.module.css";
import { useRoundingWords } from "./useRoundingWords.ts";

type Found = RatesSchemas["schemas"]["RoundingExplanationResponse"];

/** What of an entry is charged, and the policy that rounds it; nothing where none does. */
export function Rounding({ rounding }: { readonly rounding: Found }) {
  const words = useRoundingWords();
  const { day } = useFormats();
  const { policy } = rounding;
  if (!policy) return null;
  return (
    <div className={styles.rule}>
      <span className="spread">
        <strong>
          <Trans>Rounding</Trans>
        </strong>
        <span>
          <Duration seconds={rounding.seconds} clock /> → <Duration seconds={rounding.billed_seconds} clock />
        </span>
      </span>
      <span className="spread small">
        <span>{words(policy)}</span>
        <Trans>from {day(policy.valid_from)}</Trans>
      </span>
      {rounding.entries > 1 && <Together rounding={rounding} />}
      {rounding.others_gone && (
        <span className="muted small">
          <Trans>Billed as its share of what was rounded then; the other entries are elsewhere now.</Trans>
        </span>
      )}
    </div>
  );
}

function Together({ rounding }: { readonly rounding: Found }) {
  return (
    <span className="muted small">
      <Trans>
        With the {rounding.entries} entries of its day: <Duration seconds={rounding.together_seconds} clock />{" "}
        → <Duration seconds={rounding.together_billed_seconds} clock />. The last of them has the difference.
      </Trans>
    </span>
  );
}
