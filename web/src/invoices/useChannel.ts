import { useLingui } from "@lingui/react/macro";

/** A way of sending, in words. */
export function useChannel(channel: string | null): string {
  const { t } = useLingui();
  if (channel === "hand") return t`By hand`;
  return channel === "qbo" ? t`By QuickBooks` : t`By e-mail`;
}
