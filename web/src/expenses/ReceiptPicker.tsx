import { useLingui } from "@lingui/react/macro";
import type { ChangeEvent } from "react";
import styles from "./Expenses.module.css";
import { prepared } from "./photo.ts";

const PICTURES = "image/jpeg,image/png,image/webp";

interface Props {
  readonly onChoose: (files: readonly File[]) => void;
  readonly busy?: boolean;
}

/** Takes a photo on a phone, or a file; a phone's own format of photos comes as JPEG, since only that is asked for. */
export function ReceiptPicker({ onChoose, busy = false }: Props) {
  const { t } = useLingui();
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const files = await Promise.all([...(target.files ?? [])].map(prepared));
    target.value = "";
    if (files.length) onChoose(files);
  };
  const shared = {
    type: "file",
    disabled: busy,
    onChange: (event: ChangeEvent<HTMLInputElement>) => void choose(event),
  } as const;
  return (
    <div className={styles.pick} aria-busy={busy || undefined}>
      <label className={styles.source}>
        <span>{t`Photograph a receipt`}</span>
        <input {...shared} accept={PICTURES} capture="environment" />
      </label>
      <label className={styles.source}>
        <span>{t`Choose files`}</span>
        <input {...shared} accept={`${PICTURES},application/pdf`} multiple />
      </label>
    </div>
  );
}
