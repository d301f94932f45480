import { Trans, useLingui } from "@lingui/react/macro";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";

/** A member who is nobody that logs time: what to do about it. */
export function NotAnAgent() {
  const { t } = useLingui();
  const may = useMay();
  const action = may("invite-members") ? (
    <ButtonLink to={paths.people} look="primary">
      <Trans>Go to people</Trans>
    </ButtonLink>
  ) : undefined;
  return (
    <EmptyState title={t`You are not set up to log time`} action={action}>
      <Trans>Time belongs to an agent. A manager makes you one under People.</Trans>
    </EmptyState>
  );
}
