import { lazy, type RefObject, Suspense, useRef } from "react";
import { useAfterPaint } from "./afterPaint.ts";
import styles from "./Field.module.css";
import { Field } from "./Field.tsx";

export interface Option {
  readonly id: string;
  readonly label: string;
  /** A second line: the customer of a task. */
  readonly detail?: string | undefined;
}

export interface ComboboxProps {
  readonly options: readonly Option[];
  readonly value: Option | null;
  readonly onChange: (value: Option | null) => void;
  /** What is typed, when the list is searched elsewhere. */
  readonly onSearch?: (typed: string) => void;
  readonly placeholder?: string;
  /** Makes one of what was typed, when nothing has that name. */
  readonly onCreate?: (typed: string) => void;
  readonly id?: string;
  readonly describedBy?: string | undefined;
  readonly invalid?: true | undefined;
  readonly label?: string;
}

const Picker = lazy(() => import("./ComboboxPicker.tsx"));

/** Whether the field that waited for the code had the focus when it went. */
export type HadFocus = RefObject<boolean>;

/** A list to choose from by typing, without a label of its own. Its code is loaded after the first one was painted. */
export function Combobox(props: ComboboxProps) {
  const painted = useAfterPaint();
  const hadFocus = useRef(false);
  const waiting = (
    <input
      ref={(input) => () => {
        hadFocus.current ||= document.activeElement === input;
      }}
      className={styles.control}
      id={props.id}
      aria-label={props.label}
      placeholder={props.placeholder}
      readOnly
    />
  );
  return (
    <Suspense fallback={waiting}>{painted ? <Picker {...props} hadFocus={hadFocus} /> : waiting}</Suspense>
  );
}

type FieldProps = Omit<ComboboxProps, "id" | "describedBy" | "invalid" | "label"> & {
  readonly label: string;
  readonly name: string;
  readonly hint?: string;
  readonly optional?: string;
};

/** With label, hint and reason. The chosen id is in the form under `name`. */
export function ComboboxField({ label, name, hint, optional, ...props }: FieldProps) {
  return (
    <Field label={label} name={name} hint={hint} optional={optional}>
      {(control) => (
        <>
          <Combobox
            {...props}
            id={control.id}
            describedBy={control["aria-describedby"]}
            invalid={control["aria-invalid"]}
          />
          <input type="hidden" name={name} value={props.value?.id ?? ""} />
        </>
      )}
    </Field>
  );
}
