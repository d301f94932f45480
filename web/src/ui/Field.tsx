import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";
import styles from "./Field.module.css";
import { useFieldReason } from "./formState.ts";

interface Described {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
}

interface FieldProps {
  readonly label: string;
  /** The name that the API uses: a refusal of this field is shown here. */
  readonly name: string;
  readonly hint?: ReactNode;
  /** A reason of the page's own; else the one that the API gave. */
  readonly error?: string | undefined;
  readonly optional?: string | undefined;
  /** The API's name, where the control has another: of an amount what is sent is not what is typed. */
  readonly refusedAs?: string | undefined;
  readonly children: (control: Described) => ReactNode;
}

/** Label, control, hint and reason of refusal, tied together for those who hear the page. */
export function Field({ label, name, hint, error, optional, refusedAs, children }: FieldProps) {
  const id = useId();
  const refused = useFieldReason(refusedAs ?? name);
  const reason = error ?? refused;
  const described = [hint && `${id}-hint`, reason && `${id}-reason`].filter(Boolean).join(" ");
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
        {optional && <span className={styles.optional}> {optional}</span>}
      </label>
      {children({
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": reason ? true : undefined,
      })}
      {hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {reason && (
        <p id={`${id}-reason`} className={styles.reason}>
          {reason}
        </p>
      )}
    </div>
  );
}

type Common = Omit<FieldProps, "children">;
type TextProps = Common & Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "className">;

export function TextField({ label, name, hint, error, optional, refusedAs, ...input }: TextProps) {
  return (
    <Field {...{ label, name, hint, error, optional, refusedAs }}>
      {(control) => <input {...input} {...control} name={name} className={styles.control} />}
    </Field>
  );
}

export function TextArea({
  label,
  name,
  hint,
  error,
  optional,
  refusedAs,
  ...area
}: Common & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "name" | "className">) {
  return (
    <Field {...{ label, name, hint, error, optional, refusedAs }}>
      {(control) => <textarea rows={3} {...area} {...control} name={name} className={styles.control} />}
    </Field>
  );
}

export function SelectField({
  label,
  name,
  hint,
  error,
  optional,
  refusedAs,
  children,
  ...select
}: Common & Omit<SelectHTMLAttributes<HTMLSelectElement>, "name" | "className">) {
  return (
    <Field {...{ label, name, hint, error, optional, refusedAs }}>
      {(control) => (
        <select {...select} {...control} name={name} className={styles.control}>
          {children}
        </select>
      )}
    </Field>
  );
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What a `SelectField` offers, by name; chosen by id. */
export function Options({ of }: { readonly of: readonly Named[] }) {
  return of.map(({ id, name }) => (
    <option key={id} value={id}>
      {name}
    </option>
  ));
}

export function Checkbox({
  label,
  hint,
  ...input
}: { label: string; hint?: string } & Omit<InputHTMLAttributes<HTMLInputElement>, "type" | "className">) {
  const id = useId();
  return (
    <div className={styles.check}>
      <input type="checkbox" {...input} id={id} aria-describedby={hint && `${id}-hint`} />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
