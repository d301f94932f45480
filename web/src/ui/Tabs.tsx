import { useEffect, useRef } from "react";
import { NavLink, useLocation } from "react-router";
import styles from "./Tabs.module.css";

export interface Tab {
  readonly to: string;
  readonly label: string;
  readonly count?: number | undefined;
}

/** Parts of one subject, each with an address of its own. */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) {
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: where one is on a phone, whatever the address became
  useEffect(() => {
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
  return (
    <nav ref={nav} aria-label={label} className={styles.tabs}>
      {tabs.map(({ to, label: name, count }) => (
        <NavLink key={to} to={to} end className={styles.tab}>
          {name}
          {count !== undefined && <span className={styles.count}>{count}</span>}
        </NavLink>
      ))}
    </nav>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly name: string;
  readonly value: Value;
  readonly options: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
  /** As wide as there is room, all options alike: seven days on a phone. */
  readonly fill?: boolean;
}

/** One of a few: filters and switches. */
export function Choice<Value extends string>({
  label,
  name,
  value,
  options,
  onChange,
  fill,
}: ChoiceProps<Value>) {
  return (
    <fieldset className={styles.choice} data-fill={fill || undefined}>
      <legend className="visually-hidden">{label}</legend>
      {options.map(([option, text]) => (
        <label key={option} className={styles.option}>
          <input type="radio" name={name} checked={option === value} onChange={() => onChange(option)} />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
