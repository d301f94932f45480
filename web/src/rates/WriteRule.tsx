import { type ReactNode, useState } from "react";
import { useWrite, type Write } from "../api/useWrite.ts";
import { toast } from "../ui/toasts.ts";
import { actOf, type Preview, preview } from "./changes.ts";
import { changeCost, type Rule, type RuleChange } from "./rates.ts";
import { Seen } from "./Seen.tsx";

interface Props {
  readonly rule: Rule;
  readonly done: () => void;
  /** What is told when it is done at once. */
  readonly message: string;
  readonly children: (write: Write<RuleChange, unknown>) => ReactNode;
}

/** A change of a rate is seen before it is done; one of a cost is done. */
export function WriteRule(props: Props) {
  return props.rule.kind === "rate" ? <SeenFirst {...props} /> : <AtOnce {...props} />;
}

function SeenFirst({ rule, done, children }: Props) {
  const [seen, setSeen] = useState<Preview | null>(null);
  const look = useWrite((change: RuleChange) => preview(actOf(rule, change)), {
    refresh: [],
    onDone: setSeen,
  });
  return (
    <>
      <div hidden={seen !== null}>{children(look)}</div>
      {seen && <Seen preview={seen} back={() => setSeen(null)} done={done} />}
    </>
  );
}

function AtOnce({ rule, done, message, children }: Props) {
  const save = useWrite((change: RuleChange) => changeCost(rule, change), {
    refresh: ["rates"],
    onDone: () => {
      toast(message);
      done();
    },
  });
  return children(save);
}
