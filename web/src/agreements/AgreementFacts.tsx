import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { Card, Facts } from "../ui/Page.tsx";
import type { Agreement } from "./agreement.ts";
import { StandingBadge } from "./StandingBadge.tsx";
import { useKindWords } from "./useKindWords.ts";

/** What kind it is, for whom, for which work and for how long. */
export function AgreementFacts({ agreement }: { readonly agreement: Agreement }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const words = useKindWords();
  const customer = useName("organizations");
  const project = useName("projects");
  const serviceType = useName("serviceTypes");
  const named = (ids: readonly string[], name: (id: string) => string, all: string) =>
    ids.length > 0 ? ids.map(name).join(", ") : all;
  const { first_day, last_day, renews_months } = agreement;
  const until = last_day ? day(last_day) : t`further notice`;
  const renews = renews_months ? t`, then ${renews_months} months at a time` : "";
  return (
    <Card>
      <Facts
        facts={[
          [t`Kind`, words[agreement.kind].name],
          [t`State`, <StandingBadge key="state" agreement={agreement} />],
          [
            t`Customer`,
            <Link key="customer" to={paths.customer(agreement.organization_id)}>
              {customer(agreement.organization_id)}
            </Link>,
          ],
          [t`Days`, t`${day(first_day)} until ${until}${renews}`],
          [t`Projects`, named(agreement.project_ids, project, t`All of the customer`)],
          [t`Kinds of work`, named(agreement.service_type_ids, serviceType, t`All`)],
        ]}
      />
    </Card>
  );
}
