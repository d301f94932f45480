import { Trans } from "@lingui/react/macro";
import { Badge } from "../ui/Note.tsx";

/** Its finish is over, or will be missed. */
export function LateBadge({ late }: { readonly late: "overdue" | "expected" }) {
  if (late === "overdue")
    return (
      <Badge tone="danger">
        <Trans>Late</Trans>
      </Badge>
    );
  return (
    <Badge tone="warn">
      <Trans>Will be late</Trans>
    </Badge>
  );
}
