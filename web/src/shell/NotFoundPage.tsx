import { Trans, useLingui } from "@lingui/react/macro";
import { paths } from "../paths.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";

export default function NotFoundPage() {
  const { t } = useLingui();
  const home = (
    <ButtonLink to={paths.timer}>
      <Trans>To the timer</Trans>
    </ButtonLink>
  );
  return (
    <Page title={t`Nothing here`} width="narrow">
      <EmptyState title={t`There is no screen at this address.`} action={home} />
    </Page>
  );
}
