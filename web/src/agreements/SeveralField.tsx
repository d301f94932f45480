import { useLingui } from "@lingui/react/macro";
import { IconButton } from "../ui/Button.tsx";
import { ComboboxField, type Option } from "../ui/Combobox.tsx";
import { CloseIcon } from "../ui/icons.tsx";
import styles from "./Agreements.module.css";

interface Props {
  readonly label: string;
  readonly name: string;
  readonly options: readonly Option[];
  readonly value: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

/** Some of a list, none for all: what is chosen stands below and can be taken out again. */
export function SeveralField({ label, name, options, value, onChange }: Props) {
  const { t } = useLingui();
  const chosen = options.filter(({ id }) => value.includes(id));
  return (
    <div className="stack">
      <ComboboxField
        label={label}
        name={name}
        optional={t`any`}
        options={options.filter(({ id }) => !value.includes(id))}
        value={null}
        onChange={(option) => option && onChange([...value, option.id])}
      />
      {chosen.length > 0 && (
        <ul className={styles.chosen} aria-label={label}>
          {chosen.map((option) => (
            <li key={option.id}>
              {option.label}
              <IconButton
                name={t`Take ${option.label} out`}
                onClick={() => onChange(value.filter((id) => id !== option.id))}
              >
                <CloseIcon size={14} />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
