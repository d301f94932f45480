import { useLingui } from "@lingui/react/macro";
import { useSearchParams } from "react-router";
import { TextField } from "../ui/Field.tsx";
import { Choice } from "../ui/Tabs.tsx";
import styles from "./Customers.module.css";

/** What is searched for stands in the address. */
export function Search() {
  const { t } = useLingui();
  const [query, setQuery] = useSearchParams();
  const change = (name: string, value: string) =>
    setQuery(
      (before) => {
        if (value) before.set(name, value);
        else before.delete(name);
        return before;
      },
      { replace: true },
    );
  return (
    <search className={styles.search}>
      <TextField
        label={t`Search by name, city, number or person`}
        name="q"
        type="search"
        value={query.get("q") ?? ""}
        onChange={(event) => change("q", event.target.value)}
      />
      <Choice
        label={t`Which customers`}
        name="archived"
        value={query.get("archived") === "yes" ? "yes" : "no"}
        options={[
          ["no", t({ message: "Active", context: "several" })],
          ["yes", t({ message: "Archived", context: "several" })],
        ]}
        onChange={(value) => change("archived", value === "yes" ? "yes" : "")}
      />
    </search>
  );
}
