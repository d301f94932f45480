import { Trans } from "@lingui/react/macro";
import { Button } from "./Button.tsx";

/** "Load more" below a list, while there is more. */
export function Pager({
  more,
  loading,
}: {
  readonly more: (() => void) | undefined;
  readonly loading: boolean;
}) {
  if (!more) return null;
  return (
    <div>
      <Button onClick={more} busy={loading}>
        <Trans>Load more</Trans>
      </Button>
    </div>
  );
}
