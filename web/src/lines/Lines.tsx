import { Trans } from "@lingui/react/macro";
import { Fragment, type ReactNode } from "react";
import { Button } from "../ui/Button.tsx";

interface Row<Kind> {
  readonly key: number;
  readonly kind: Kind;
}

interface Acts<Kind> {
  readonly onKind: (kind: Kind) => void;
  readonly onRemove: (() => void) | undefined;
}

interface Props<Kind, R extends Row<Kind>> {
  readonly rows: readonly R[];
  /** The kind of a line that is added. */
  readonly next: Kind;
  readonly onChange: (rows: readonly (R | Row<Kind>)[]) => void;
  readonly children: (row: R, at: number, acts: Acts<Kind>) => ReactNode;
}

/** The lines of a form, which can be added, removed and become of another kind. */
export function Lines<Kind, R extends Row<Kind>>({ rows, next, onChange, children }: Props<Kind, R>) {
  const last = Math.max(...rows.map(({ key }) => key));
  const acts = (row: R): Acts<Kind> => ({
    onKind: (kind) => onChange(rows.map((one) => (one === row ? { ...one, kind } : one))),
    onRemove: rows.length > 1 ? () => onChange(rows.filter((one) => one !== row)) : undefined,
  });
  return (
    <>
      {rows.map((row, at) => (
        <Fragment key={row.key}>{children(row, at, acts(row))}</Fragment>
      ))}
      <div>
        <Button small onClick={() => onChange([...rows, { key: last + 1, kind: next }])}>
          <Trans>Add a line</Trans>
        </Button>
      </div>
    </>
  );
}
