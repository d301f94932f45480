import { Money } from "../ui/Money.tsx";
import type { Run } from "./useRun.ts";

/** What was drafted, a line for each currency. */
export function Sums({ sums }: Pick<Run, "sums">) {
  if (sums.length === 0) return <span className="muted">–</span>;
  return sums.map(({ currency, drafted }) => (
    <div key={currency}>
      <Money value={drafted} strong />
    </div>
  ));
}
