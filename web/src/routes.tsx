import { paths } from "./paths.ts";
import { matched, type Screen, screen } from "./screen.tsx";

/** Every screen that is not of the day's time: their map comes with the first of them, so that the frame stays small. */
const Desk = screen("shell", async () => {
  const desk = await import("./desk.tsx");
  await Promise.all(desk.screensAt(location.pathname).map((one) => one.bring()));
  return desk;
});

/** The map of screens: each is fetched, with its words, when it is first opened. */
export const SCREENS: readonly [path: string, screen: Screen][] = [
  // Track
  [paths.timer, screen("timer", () => import("./timer/TimerPage.tsx"), "start")],
  [paths.thisWeek, screen("week", () => import("./week/ThisWeekPage.tsx"))],
  [paths.week(), screen("week", () => import("./week/WeekPage.tsx"), "start")],
  [paths.calendar, screen("calendar", () => import("./calendar/CalendarPage.tsx"), "start")],
  [paths.absences, screen("absences", () => import("./absences/AbsencesPage.tsx"))],
  [paths.work, screen("work", () => import("./work/WorkPage.tsx"))],
  [paths.tickets, screen("work", () => import("./work/TicketsPage.tsx"))],
  [paths.workItem(), screen("work", () => import("./work/WorkItemPage.tsx"))],
  [paths.inbox, screen("inbox", () => import("./inbox/InboxPage.tsx"))],
  [paths.attention, screen("attention", () => import("./attention/AttentionPage.tsx"))],
  // The frame's own
  [paths.more, screen("shell", () => import("./shell/MorePage.tsx"))],
  ["*", Desk],
];

/** Screens for those who are not logged in: they have no bars around them. */
export const OPEN_SCREENS: readonly [path: string, screen: Screen][] = [
  [paths.logIn, screen("login", () => import("./login/LogInPage.tsx"))],
  [paths.logInLink, screen("login", () => import("./login/LogInLinkPage.tsx"))],
  [paths.invitation, screen("login", () => import("./login/InvitationPage.tsx"))],
  [paths.portal, screen("portal", () => import("./portal/PortalPage.tsx"))],
  [paths.request(), screen("requests", () => import("./requests/RequestPage.tsx"))],
];

/** The running timer stands on every screen. */
export const TimerBar = screen("timer", () => import("./timer/TimerBar.tsx"));

/** `Ctrl-K` works on every screen from the start. */
export const CommandPalette = screen("shell", () => import("./shell/CommandPalette.tsx"));

/** What an address needs first, to be there before the first paint. */
export function screensAt(pathname: string): readonly Screen[] {
  const open = matched(OPEN_SCREENS, pathname);
  return open.length ? open : [TimerBar, CommandPalette, ...matched(SCREENS, pathname)];
}
