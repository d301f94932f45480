import { useLingui } from "@lingui/react/macro";
import { Card, Facts, Section } from "../ui/Page.tsx";
import styles from "./Imports.module.css";
import type { Report } from "./report.ts";

/** What is made beside the entries. */
export function ToCreate({ report }: { readonly report: Report }) {
  const { t } = useLingui();
  const { agents, organizations, projects, tasks, service_types } = report.to_create;
  const lists: [string, readonly string[]][] = [
    [t`Customers`, organizations],
    [t`Projects`, projects.map(({ name }) => name)],
    [t`Tasks`, tasks.map(({ name }) => name)],
    [t`Kinds of work`, service_types],
    [t`People`, agents.map(({ name, email }) => name || email)],
  ];
  const some = lists.filter(([, names]) => names.length > 0);
  if (some.length === 0) return null;
  return (
    <Section title={report.dry_run ? t`Would also be made` : t`Also made`}>
      <Card>
        <Facts
          facts={some.map(([name, names]) => [
            `${name} (${names.length})`,
            <span key={name} className={styles.names}>
              {[...new Set(names)].join(", ")}
            </span>,
          ])}
        />
      </Card>
    </Section>
  );
}
