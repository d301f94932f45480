import { Trans } from "@lingui/react/macro";
import { Badge } from "../ui/Note.tsx";
import type { Sheet } from "./sheets.ts";

/** How far a sheet has come. */
export function StateBadge({ sheet }: { readonly sheet: Sheet }) {
  if (sheet.state === "approved") {
    return (
      <Badge tone="ok">
        <Trans>Approved</Trans>
      </Badge>
    );
  }
  if (sheet.state === "submitted") {
    return (
      <Badge tone="info">
        <Trans>Waits for approval</Trans>
      </Badge>
    );
  }
  if (sheet.state === "reopening") {
    return (
      <Badge tone="info">
        <Trans>Being reopened</Trans>
      </Badge>
    );
  }
  if (sheet.reopened_at) {
    return (
      <Badge tone="warn">
        <Trans>Reopened</Trans>
      </Badge>
    );
  }
  return sheet.rejected_because ? (
    <Badge tone="danger">
      <Trans>Rejected</Trans>
    </Badge>
  ) : (
    <Badge>
      <Trans>Not handed in</Trans>
    </Badge>
  );
}
