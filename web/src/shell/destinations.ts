import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ComponentType } from "react";
import { paths } from "../paths.ts";
import type { Permission } from "../session/me.ts";
import * as icons from "../ui/icons.tsx";

export interface Destination {
  readonly to: string;
  readonly label: MessageDescriptor;
  readonly icon: ComponentType<{ size?: number }>;
  readonly needs?: Permission;
}

export interface Group {
  readonly label: MessageDescriptor;
  readonly destinations: readonly Destination[];
}

/** The side bar; what somebody may not see is not in theirs. */
export const GROUPS: readonly Group[] = [
  {
    label: msg`Track`,
    destinations: [
      { to: paths.timer, label: msg`Timer`, icon: icons.ClockIcon, needs: "track-time" },
      { to: paths.thisWeek, label: msg`Week`, icon: icons.WeekIcon, needs: "track-time" },
      { to: paths.calendar, label: msg`Calendar`, icon: icons.CalendarIcon, needs: "track-time" },
      { to: paths.absences, label: msg`Absences`, icon: icons.AwayIcon, needs: "track-time" },
      { to: paths.expenses, label: msg`Expenses`, icon: icons.InvoiceIcon },
      { to: paths.work, label: msg`Work`, icon: icons.WorkIcon, needs: "see-work" },
      { to: paths.inbox, label: msg`Inbox`, icon: icons.InboxIcon },
    ],
  },
  {
    label: msg`Lead`,
    destinations: [
      { to: paths.approvals, label: msg`Approvals`, icon: icons.CheckIcon, needs: "approve-time" },
      {
        to: paths.team,
        label: msg({ message: "Team", context: "screen" }),
        icon: icons.TeamIcon,
        needs: "see-work",
      },
      {
        to: paths.plan,
        label: msg({ message: "Plan", context: "screen" }),
        icon: icons.WeekIcon,
        needs: "see-work",
      },
      { to: paths.people, label: msg`People`, icon: icons.PeopleIcon, needs: "see-members" },
    ],
  },
  {
    label: msg`Bill`,
    destinations: [
      { to: paths.overview, label: msg`Overview`, icon: icons.OverviewIcon, needs: "see-invoices" },
      { to: paths.billing, label: msg`To bill`, icon: icons.BillIcon, needs: "see-invoices" },
      { to: paths.invoices, label: msg`Invoices`, icon: icons.InvoiceIcon, needs: "see-invoices" },
      { to: paths.payments, label: msg`Payments`, icon: icons.PaymentIcon, needs: "see-invoices" },
      { to: paths.rates, label: msg`Rates`, icon: icons.RateIcon, needs: "see-rates" },
      { to: paths.customers, label: msg`Customers`, icon: icons.CustomerIcon, needs: "see-work" },
      { to: paths.quickbooks, label: msg`QuickBooks`, icon: icons.LinkIcon, needs: "see-invoices" },
    ],
  },
  {
    label: msg`Set up`,
    destinations: [
      { to: paths.import, label: msg`Import`, icon: icons.ImportIcon, needs: "manage-work" },
      { to: paths.settings, label: msg`Settings`, icon: icons.SettingsIcon },
    ],
  },
];

/** The bar of four on a phone. */
export const BAR: readonly Destination[] = [
  { to: paths.timer, label: msg`Timer`, icon: icons.ClockIcon },
  { to: paths.thisWeek, label: msg`Week`, icon: icons.WeekIcon },
  { to: paths.inbox, label: msg`Inbox`, icon: icons.InboxIcon },
  { to: paths.more, label: msg`More`, icon: icons.MoreIcon },
];
