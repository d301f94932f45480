import { type ReactNode, useEffect } from "react";
import { Link } from "react-router";
import { BackIcon } from "./icons.tsx";
import styles from "./Page.module.css";

interface Props {
  readonly title: string;
  /** A line below the title. */
  readonly lead?: ReactNode;
  /** Where one comes from. */
  readonly back?: { readonly to: string; readonly label: string };
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** `narrow` for forms and reading. */
  readonly width?: "narrow" | "wide";
}

/** The frame of every screen: its title is the document's and the `h1`, which gets the focus on arrival. */
export function Page({ title, lead, back, actions, children, width = "wide" }: Props) {
  useEffect(() => {
    document.title = `${title} · Honorar`;
  }, [title]);
  return (
    <div className={styles.page} data-width={width}>
      <header className={styles.head}>
        <div className={styles.titles}>
          {back && (
            <Link to={back.to} className={styles.back}>
              <BackIcon size={16} />
              {back.label}
            </Link>
          )}
          <h1 tabIndex={-1}>{title}</h1>
          {lead && <div className={styles.lead}>{lead}</div>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a screen with its heading. */
export function Section({
  title,
  actions,
  children,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles.section} aria-label={title}>
      <div className="spread">
        <h2>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** Ground for a form or a group of facts. */
export function Card({ children }: { readonly children: ReactNode }) {
  return <div className={styles.card}>{children}</div>;
}

/** Names and values: `<Facts facts={[["Number", invoice.number], …]} />`. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
