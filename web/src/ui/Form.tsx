import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import styles from "./Form.module.css";
import { FormContext, homeless } from "./formState.ts";
import { Note } from "./Note.tsx";

/** A refusal as a form shows it: one sentence, and a reason for each field. `api/useRefusal` makes it of a problem. */
export interface Refusal {
  readonly message: string;
  readonly reasons: ReadonlyMap<string, string>;
}

interface Props {
  /** Gets the named controls' values as text; `getAll` is for check boxes and lists. */
  readonly onSubmit: (values: Values, form: FormData) => void;
  /** What the controls hold while somebody types, for what tells what it comes to. */
  readonly onTyped?: (values: Values) => void;
  readonly refusal: Refusal | null;
  readonly children: ReactNode;
  readonly label?: string;
}

export type Values = Readonly<Record<string, string>>;

/** A form whose refused fields show their reason, and the first of them gets the focus. */
export function Form({ onSubmit, onTyped, refusal, children, label }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    if (!refusal || !form.current) return;
    setNames([...form.current.elements].map((control) => control.getAttribute("name") ?? "").filter(Boolean));
    form.current.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [refusal]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = new FormData(event.currentTarget);
    onSubmit(valuesOf(entries), entries);
  };
  const rest = refusal ? homeless(refusal.reasons, names) : [];
  return (
    <FormContext value={{ reasons: refusal?.reasons ?? new Map() }}>
      <form
        ref={form}
        noValidate
        onSubmit={submit}
        onInput={onTyped && ((event) => onTyped(valuesOf(new FormData(event.currentTarget))))}
        className={styles.form}
        aria-label={label}
      >
        {refusal && (
          <Note tone="danger" alert>
            <p>{refusal.message}</p>
            {rest.map(([field, reason]) => (
              <p key={field}>{field === "body" ? reason : `${field}: ${reason}`}</p>
            ))}
          </Note>
        )}
        {children}
      </form>
    </FormContext>
  );
}

function valuesOf(entries: FormData): Values {
  return Object.fromEntries([...entries].map(([name, value]) => [name, String(value)]));
}

/** Fields beside each other where there is room. */
export function FormRow({ children }: { readonly children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}

/** The buttons at the end. */
export function FormActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
