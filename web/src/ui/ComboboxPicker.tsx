import { Combobox as Base } from "@base-ui/react/combobox";
import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import styles from "./Combobox.module.css";
import type { ComboboxProps, HadFocus, Option } from "./Combobox.tsx";

const CREATE = "create";

export default function ComboboxPicker({
  hadFocus,
  ...props
}: ComboboxProps & { readonly hadFocus: HadFocus }) {
  const { t } = useLingui();
  const [typed, setTyped] = useState(props.value?.label ?? "");
  // A modal dialog makes everything outside of it inert: then the list must be inside.
  const [dialog, setDialog] = useState<HTMLElement | null>(null);
  const create = creatable(props, typed, t`Create “${typed.trim()}”`);
  const choose = (option: Option | null) => {
    if (option?.id === CREATE) props.onCreate?.(typed.trim());
    else props.onChange(option);
  };
  return (
    <Base.Root
      items={create ? [...props.options, create] : props.options}
      value={props.value}
      onValueChange={choose}
      onInputValueChange={(value) => {
        setTyped(value);
        props.onSearch?.(value);
      }}
      filter={
        props.onSearch
          ? null
          : (option: Option, query: string) => option.id === CREATE || matches(option, query)
      }
      isItemEqualToValue={(one, other) => one.id === other.id}
      itemToStringLabel={(option: Option) => option.label}
      autoHighlight
    >
      <Base.Input
        ref={(input: HTMLInputElement | null) => {
          setDialog(input?.closest("dialog") ?? null);
          if (input && hadFocus.current) input.focus();
          hadFocus.current = false;
        }}
        className={styles.input}
        id={props.id}
        aria-label={props.label}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid}
        placeholder={props.placeholder}
      />
      <Base.Portal container={dialog ?? undefined}>
        <Base.Positioner className={styles.positioner} sideOffset={4} positionMethod="fixed">
          <Base.Popup className={styles.popup}>
            <Base.Empty className={styles.none}>{t`Nothing found.`}</Base.Empty>
            <Base.List className={styles.list}>
              {(option: Option) => <Line key={option.id} option={option} />}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Line({ option }: { readonly option: Option }) {
  return (
    <Base.Item value={option} className={styles.option}>
      {option.label}
      {option.detail && <span className={styles.detail}>{option.detail}</span>}
    </Base.Item>
  );
}

function creatable(props: ComboboxProps, typed: string, label: string): Option | null {
  const name = typed.trim().toLowerCase();
  const exists = props.options.some((option) => option.label.toLowerCase() === name);
  return props.onCreate && name && !exists ? { id: CREATE, label } : null;
}

/** Every word that was typed stands somewhere in the label or the detail. */
function matches(option: Option, query: string): boolean {
  const text = `${option.label} ${option.detail ?? ""}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
