import { Trans, useLingui } from "@lingui/react/macro";
import { Card, Section } from "../ui/Page.tsx";
import styles from "./Imports.module.css";

const BASE = "/timer/v1/exports";

/** Everything can be taken away again: nobody is locked in. */
export function Exports() {
  const { t } = useLingui();
  const files = [
    [t`Time entries`, "time-entries"],
    [t`Customers and contacts`, "organizations"],
    [t`People`, "agents"],
    [t`Projects`, "projects"],
    [t`Tasks`, "tasks"],
    [t`Kinds of work`, "service-types"],
  ] as const;
  return (
    <Section title={t`Take your data away`}>
      <Card>
        <p className="muted">
          <Trans>Each is a CSV file. The one with time entries can be imported again.</Trans>
        </p>
        <ul className={styles.links}>
          {files.map(([label, name]) => (
            <li key={name}>
              <a href={`${BASE}/${name}.csv`} download={`${name}.csv`}>
                {label}
              </a>
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}
