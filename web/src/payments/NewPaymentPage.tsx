import { useLingui } from "@lingui/react/macro";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";

export default function PaymentPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Payment`}>
      <EmptyState title={t`This screen is being built.`} />
    </Page>
  );
}
