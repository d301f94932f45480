import { useLingui } from "@lingui/react/macro";
import { Loading } from "../ui/EmptyState.tsx";

export function Waiting() {
  const { t } = useLingui();
  return <Loading label={t`Loading…`} lines={6} />;
}
