import { Trans, useLingui } from "@lingui/react/macro";
import { type DragEvent, useState } from "react";
import { ImportIcon } from "../ui/icons.tsx";
import { Section } from "../ui/Page.tsx";
import styles from "./Imports.module.css";

/** A file is dropped here, or chosen: it is a file input under all of the ground. */
export function DropZone({ onChoose }: { readonly onChoose: (file: File) => void }) {
  const { t } = useLingui();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onChoose(file);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside choosing, which the input does */}
      <div
        className={styles.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <ImportIcon size={32} />
        <strong>{t`Drop a CSV file here, or choose one`}</strong>
        <span className="muted">{t`Up to 50 MB. Nothing is stored yet.`}</span>
        <input
          type="file"
          accept=".csv,text/csv"
          aria-label={t`CSV file with time`}
          onChange={({ target }) => target.files?.[0] && onChoose(target.files[0])}
        />
      </div>
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
