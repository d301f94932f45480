import { Trans, useLingui } from "@lingui/react/macro";
import { DropZone } from "../ui/DropZone.tsx";
import { Section } from "../ui/Page.tsx";
import styles from "./Imports.module.css";

/** The first step: the file, and where it comes from. */
export function DropStep({ onChoose }: { readonly onChoose: (file: File) => void }) {
  const { t } = useLingui();
  return (
    <>
      <DropZone
        title={t`Drop a CSV file here, or choose one`}
        hint={t`Up to 50 MB. Nothing is stored yet.`}
        label={t`CSV file with time`}
        accept=".csv,text/csv"
        onChoose={onChoose}
      />
      <HowTo />
    </>
  );
}

function HowTo() {
  const { t } = useLingui();
  return (
    <Section title={t`Where the file comes from`}>
      <ol className={styles.steps}>
        <li>
          <Trans>
            Open the detailed report of Toggl Track, Clockify, Harvest, Kimai or solidtime, choose the period,
            and export it as CSV with rounding switched off.
          </Trans>
        </li>
        <li>
          <Trans>Customers, projects and tasks are made of the file's, people if you say so.</Trans>
        </li>
        <li>
          <Trans>
            The same file can be imported again at any time: rows that are here already change nothing.
          </Trans>
        </li>
      </ol>
      <p className="muted small">
        <Trans>Files of other programs can be read too: you say once what their columns hold.</Trans>
      </p>
    </Section>
  );
}
