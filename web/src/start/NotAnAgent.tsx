import { Trans, useLingui } from "@lingui/react/macro";
import { lazy, Suspense } from "react";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { EmptyState, Loading } from "../ui/EmptyState.tsx";

const LogOwnTime = lazy(() => import("./LogOwnTime.tsx"));

/** A member who is nobody that logs time: an owner becomes somebody here, others are told who makes them so. */
export function NotAnAgent() {
  const { t } = useLingui();
  const may = useMay();
  if (may("manage-account")) {
    return (
      <Suspense fallback={<Loading label={t`Loading…`} />}>
        <LogOwnTime />
      </Suspense>
    );
  }
  const people = may("invite-members") ? (
    <ButtonLink to={paths.people}>
      <Trans>See the people</Trans>
    </ButtonLink>
  ) : undefined;
  return (
    <EmptyState title={t`You are not set up to log time`} action={people}>
      {people ? (
        <Trans>
          Time belongs to an agent. An owner makes you one under People: managers do not choose which time is
          their own.
        </Trans>
      ) : (
        <Trans>Time belongs to an agent. An owner or a manager makes you one under People.</Trans>
      )}
    </EmptyState>
  );
}
