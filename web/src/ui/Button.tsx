import { type ButtonHTMLAttributes, type ReactNode, useId } from "react";
import { Link } from "react-router";
import styles from "./Button.module.css";

export type Look = "primary" | "plain" | "quiet" | "danger";

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "disabled" | "className"> {
  readonly children: ReactNode;
  readonly look?: Look;
  readonly small?: boolean;
  /** Shows that it works, and takes no second press. */
  readonly busy?: boolean;
  /** Why it cannot be pressed now: a button that is off always says why. Undefined: it can. */
  readonly off?: string | undefined;
}

export function Button({ children, look = "plain", small, busy, off, onClick, ...rest }: Props) {
  const reason = useId();
  const blocked = busy || off !== undefined;
  return (
    <>
      <button
        type="button"
        {...rest}
        className={styles.button}
        data-look={look}
        data-small={small || undefined}
        aria-disabled={blocked || undefined}
        aria-busy={busy || undefined}
        aria-describedby={off ? reason : rest["aria-describedby"]}
        title={off ?? rest.title}
        onClick={blocked ? (event) => event.preventDefault() : onClick}
      >
        {children}
      </button>
      {off && (
        <span id={reason} className="visually-hidden">
          {off}
        </span>
      )}
    </>
  );
}

/** A link that looks like a button: for going somewhere. */
export function ButtonLink({
  to,
  look = "plain",
  small,
  children,
}: {
  to: string;
  look?: Look;
  small?: boolean;
  children: ReactNode;
}) {
  return (
    <Link to={to} className={styles.button} data-look={look} data-small={small || undefined}>
      {children}
    </Link>
  );
}

/** A button that shows only a picture; its name is for those who hear it, and for the mouse that rests on it. */
export function IconButton({
  name,
  children,
  ...rest
}: Omit<Props, "small" | "title"> & { readonly name: string }) {
  return (
    <span className={styles.icon}>
      <Button look="quiet" {...rest} aria-label={name} title={name}>
        {children}
      </Button>
    </span>
  );
}
