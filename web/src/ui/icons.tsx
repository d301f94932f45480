import type { ReactNode } from "react";

/** Line drawings on a grid of 24, all decoration: the name stands beside them or on their button. */
function icon(paths: ReactNode) {
  return function Icon({ size = 20 }: { readonly size?: number }) {
    return (
      <svg
        viewBox="0 0 24 24"
        width={size}
        height={size}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {paths}
      </svg>
    );
  };
}

export const PlayIcon = icon(<path d="M7 4.5v15l12-7.5z" fill="currentColor" />);
export const StopIcon = icon(<rect x="6" y="6" width="12" height="12" rx="2" fill="currentColor" />);
export const ClockIcon = icon(<path d="M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z" />);
export const WeekIcon = icon(<path d="M4 6h16v14H4zM4 10h16M9 3v4M15 3v4M9 10v10M15 10v10" />);
export const CalendarIcon = icon(<path d="M4 6h16v14H4zM4 10h16M9 3v4M15 3v4M8 14h3v3H8z" />);
export const AwayIcon = icon(<path d="M12 3a9 9 0 0 1 9 9H3a9 9 0 0 1 9-9ZM12 12v7a2 2 0 0 0 4 0" />);
export const WorkIcon = icon(<path d="M4 8h16v11H4zM9 8V5h6v3M4 13h16" />);
export const InboxIcon = icon(<path d="M4 13 6 5h12l2 8v6H4zM4 13h5l1 2h4l1-2h5" />);
export const CheckIcon = icon(<path d="m5 12.5 4.5 4.5L19 7.5" />);
export const PeopleIcon = icon(
  <path d="M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20a6.5 6.5 0 0 1 13 0M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.5a6.5 6.5 0 0 1 3.5 5.5" />,
);
export const TeamIcon = icon(<path d="M4 6h9M4 6v12M4 12h14M4 18h6M2 20h20" />);
export const OverviewIcon = icon(<path d="M4 20V10M10 20V4M16 20v-7M22 20H2" />);
export const BillIcon = icon(
  <path d="M12 3v18M16.5 7.5C16 6 14.300 5 12 5 9.500 5 7.500 6.300 7.500 8.500 7.500 13.500 17 10.500 17 15.500 17 17.700 14.800 19 12 19c-2.600 0-4.500-1.100-5-3" />,
);
export const InvoiceIcon = icon(<path d="M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6" />);
export const PaymentIcon = icon(<path d="M3 6h18v12H3zM3 10h18M7 15h3" />);
export const RateIcon = icon(<path d="M20 12 12 20 3.500 11.500V4H11zM8 8h.01" />);
export const CustomerIcon = icon(
  <path d="M4 21V5l8-2v18M12 9h8v12M2 21h20M8 8h.01M8 12h.01M8 16h.01M16 13h.01M16 17h.01" />,
);
export const LinkIcon = icon(
  <path d="M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.700-5.700L12 7M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.700 5.700L12 17" />,
);
export const ImportIcon = icon(<path d="M12 3v12M7 10l5 5 5-5M4 20h16" />);
export const SettingsIcon = icon(
  <path d="M4 7h10M18 7h2M4 17h2M10 17h10M16 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM8 19.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Z" />,
);
export const MoreIcon = icon(<path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth="3" />);
export const SearchIcon = icon(
  <path d="m20 20-4.500-4.500M17 10.500a6.500 6.500 0 1 1-13 0 6.500 6.500 0 0 1 13 0Z" />,
);
export const CloseIcon = icon(<path d="m6 6 12 12M18 6 6 18" />);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const ScissorsIcon = icon(
  <path d="M8 8 20 19M8 16 20 5M8.500 6a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0ZM8.500 18a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0Z" />,
);
export const SplitIcon = icon(<path d="M3 12h6l6-6h5M9 12l6 6h5M17 3l3 3-3 3M17 15l3 3-3 3" />);
const STAR =
  "m12 3.500 2.600 5.400 5.900.800-4.300 4.100 1 5.900-5.200-2.800-5.200 2.800 1-5.900L3.500 9.700l5.900-.800z";
export const StarIcon = icon(<path d={STAR} />);
export const KeptIcon = icon(<path d={STAR} fill="currentColor" />);
export const EditIcon = icon(<path d="m4 20 1-4L16 5l3 3L8 19zM13.500 7.500l3 3" />);
export const TrashIcon = icon(<path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.500 11v5M13.500 11v5" />);
export const BackIcon = icon(<path d="m15 5-7 7 7 7" />);
export const NextIcon = icon(<path d="m9 5 7 7-7 7" />);
export const ChevronDownIcon = icon(<path d="m6 9 6 6 6-6" />);
export const WarningIcon = icon(<path d="M12 4 2.500 20h19zM12 10v4M12 17h.01" />);
export const CloudOffIcon = icon(
  <path d="m3 3 18 18M8 6.500A6 6 0 0 1 17.700 10 4.500 4.500 0 0 1 20 17M16 19H7a4.500 4.500 0 0 1-1.500-8.700" />,
);
export const DownloadIcon = ImportIcon;
