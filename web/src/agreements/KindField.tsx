import { useLingui } from "@lingui/react/macro";
import styles from "./Agreements.module.css";
import { KINDS, type Kind } from "./agreement.ts";
import { useKindWords } from "./useKindWords.ts";

interface Props {
  readonly value: Kind;
  readonly onChange: (kind: Kind) => void;
}

/** The first question: everything else depends on it. */
export function KindField({ value, onChange }: Props) {
  const { t } = useLingui();
  const words = useKindWords();
  return (
    <fieldset className={styles.kinds}>
      <legend className="visually-hidden">{t`What is agreed`}</legend>
      {KINDS.map((kind) => (
        <label key={kind} className={styles.kind}>
          <input
            type="radio"
            name="kind"
            value={kind}
            checked={kind === value}
            onChange={() => onChange(kind)}
          />
          <strong>{words[kind].name}</strong>
          <small>{words[kind].means}</small>
        </label>
      ))}
    </fieldset>
  );
}
