import { type ReactNode, useState } from "react";
import { useWrite, type Write } from "../api/useWrite.ts";
import { type Preview, preview } from "./changes.ts";
import type { Rule, RuleChange } from "./rates.ts";
import { Seen } from "./Seen.tsx";

interface Props {
  readonly rule: Rule;
  readonly done: () => void;
  readonly children: (write: Write<RuleChange, unknown>) => ReactNode;
}

/** A change of a rate or a cost is seen before it is done. */
export function WriteRule({ rule, done, children }: Props) {
  const [seen, setSeen] = useState<Preview | null>(null);
  const look = useWrite((change: RuleChange) => preview(rule, change), { refresh: [], onDone: setSeen });
  return (
    <>
      <div hidden={seen !== null}>{children(look)}</div>
      {seen && <Seen preview={seen} back={() => setSeen(null)} done={done} />}
    </>
  );
}
