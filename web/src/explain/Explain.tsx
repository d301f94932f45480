import { lazy, type ReactNode, Suspense } from "react";
import { Link, useSearchParams } from "react-router";
import { loadWords } from "../i18n/activate.ts";
import styles from "./Explain.module.css";

const LINE = "explain";
const ENTRY = "price";
/** In place of a line's id: the totals. */
export const TOTAL = "total";

const LineDrawer = drawer(() => import("./LineDrawer.tsx"));
const EntryDrawer = drawer(() => import("./EntryDrawer.tsx"));

/** A drawer whose code and words come when it is first opened. */
function drawer<Props>(load: () => Promise<{ default: React.ComponentType<Props> }>) {
  return lazy(async () => {
    const [module] = await Promise.all([load(), loadWords("explain")]);
    return module;
  });
}

/** Stands once on the page of an invoice or draft: opens at `?explain=<line_id>` or `?explain=total`. */
export function Explain({ invoiceId }: { readonly invoiceId: string }) {
  const [lineId, close] = useOpened(LINE);
  if (!lineId) return null;
  return (
    <Suspense fallback={null}>
      <LineDrawer invoiceId={invoiceId} lineId={lineId} onClose={close} />
    </Suspense>
  );
}

/** Stands once on a page with entries: opens at `?price=<entry_id>`, and says why the entry has its price or none. */
export function ExplainEntry() {
  const [entryId, close] = useOpened(ENTRY);
  if (!entryId) return null;
  return (
    <Suspense fallback={null}>
      <EntryDrawer entryId={entryId} onClose={close} />
    </Suspense>
  );
}

interface LinkProps {
  readonly children: ReactNode;
  /** Of what, for those who hear a column of amounts: the line's text. */
  readonly of?: string;
}

/** An amount that says why it is what it is: `<ExplainLink line={line.line_id}><Money … /></ExplainLink>`. */
export function ExplainLink({ line, ...rest }: LinkProps & { readonly line: string }) {
  return <DrawerLink name={LINE} value={line} {...rest} />;
}

/** The same for the price of an entry. */
export function ExplainEntryLink({ entry, ...rest }: LinkProps & { readonly entry: string }) {
  return <DrawerLink name={ENTRY} value={entry} {...rest} />;
}

function DrawerLink({ name, value, of, children }: LinkProps & { name: string; value: string }) {
  const [search] = useSearchParams();
  const opened = new URLSearchParams(search);
  opened.set(name, value);
  return (
    <Link to={{ search: String(opened) }} preventScrollReset replace className={styles.link}>
      {children}
      {of && <span className="visually-hidden"> · {of}</span>}
    </Link>
  );
}

function useOpened(name: string): [string | null, () => void] {
  const [search, setSearch] = useSearchParams();
  const close = () =>
    setSearch(
      (before) => {
        const rest = new URLSearchParams(before);
        rest.delete(name);
        return rest;
      },
      { replace: true, preventScrollReset: true },
    );
  return [search.get(name), close];
}
