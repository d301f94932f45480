import { type DragEvent, useState } from "react";
import styles from "./DropZone.module.css";
import { ImportIcon } from "./icons.tsx";

interface Props {
  readonly title: string;
  /** How large it may be, and what becomes of it. */
  readonly hint: string;
  /** What it is called for those who hear the page. */
  readonly label: string;
  /** As a file input has it. */
  readonly accept: string;
  readonly onChoose: (file: File) => void;
}

/** A file is dropped here, or chosen: it is a file input under all of the ground. */
export function DropZone({ title, hint, label, accept, onChoose }: Props) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onChoose(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside choosing, which the input does
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
      <strong>{title}</strong>
      <span className="muted">{hint}</span>
      <input
        type="file"
        accept={accept}
        aria-label={label}
        onChange={({ target }) => target.files?.[0] && onChoose(target.files[0])}
      />
    </div>
  );
}
