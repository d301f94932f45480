import { useLingui } from "@lingui/react/macro";
import { Badge } from "../ui/Note.tsx";
import { type ListedTicket, STATUS_TONES, useTicketWords } from "./tickets.ts";

/** Where it stands, and how much it matters when that is out of the usual. */
export function TicketBadges({ ticket }: { readonly ticket: ListedTicket }) {
  const { t } = useLingui();
  const words = useTicketWords();
  const pressing = ticket.priority === "high" || ticket.priority === "urgent";
  return (
    <span className="row">
      {ticket.merged_into_id ? (
        <Badge>{t`Merged`}</Badge>
      ) : (
        <Badge tone={STATUS_TONES[ticket.status]}>{words.status[ticket.status]}</Badge>
      )}
      {pressing && !ticket.closed && <Badge tone="danger">{words.priority[ticket.priority]}</Badge>}
    </span>
  );
}
