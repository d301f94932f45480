import styles from "./Downloads.module.css";

interface Props {
  /** What the links are, for those who hear them. */
  readonly label: string;
  /** The address without the ending. */
  readonly file: string;
  readonly query?: Readonly<Record<string, string | null | undefined>>;
}

const FORMATS = [
  ["csv", "CSV"],
  ["xlsx", "Excel"],
] as const;

/** What a list shows, as a file for a spreadsheet. */
export function Downloads({ label, file, query = {} }: Props) {
  const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const asked = given.length ? `?${new URLSearchParams(given)}` : "";
  return (
    <nav aria-label={label} className={styles.downloads}>
      <span aria-hidden="true">{label}</span>
      {FORMATS.map(([ending, name]) => (
        <a key={ending} href={`${file}.${ending}${asked}`} download="">
          {name}
        </a>
      ))}
    </nav>
  );
}
