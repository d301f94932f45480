import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** Reasons that the services' input checks give, with what stands in them as {value}. */
const REASONS: readonly [RegExp, MessageDescriptor][] = [
  [/^Field required/, msg`Fill this in.`],
  [/^String should have at least 1 character/, msg`Fill this in.`],
  [/^String should have at least (?<value>\d+)/, msg`Too short: at least ${{ value: "" }} characters.`],
  [/^String should have at most (?<value>\d+)/, msg`Too long: at most ${{ value: "" }} characters.`],
  [/^Input should be greater than or equal to (?<value>\S+)/, msg`Must be ${{ value: "" }} or more.`],
  [/^Input should be greater than (?<value>\S+)/, msg`Must be more than ${{ value: "" }}.`],
  [/^Input should be less than or equal to (?<value>\S+)/, msg`Must be ${{ value: "" }} or less.`],
  [/^Input should be a valid (date|datetime)/, msg`This is not a date.`],
  [/^send days as/, msg`Choose a day.`],
  [/^send amounts as/, msg`Write an amount like 1000 or 1000.50.`],
  [/^(there is )?no such/, msg`This does not exist, or no longer.`],
  [/^lies more than a day ahead/, msg`This lies in the future.`],
  [/^must lie inside the entry|^must be less than the entry's/, msg`This must lie inside the entry.`],
  [/^(lies (in|after) .*pause|leaves less time than its pauses)/, msg`The pauses leave no room for this.`],
  [/^(an absence has )?at most (?<value>\d+) days/, msg`At most ${{ value: "" }} days.`],
  [/^longer than (?<value>\d+) char/, msg`Too long: at most ${{ value: "" }} characters.`],
  [/^Input should be a valid (integer|decimal|number)/, msg`This is not a number.`],
  [/^Input should be a valid UUID/, msg`Choose something from the list.`],
  [/^Input should be (?<value>'.*)$/, msg`Choose one of ${{ value: "" }}.`],
  [/^lies before planned_start/, msg`The finish lies before the start.`],
  [/^a milestone takes no time/, msg`A milestone takes no time.`],
  [/^a milestone is one day/, msg`A milestone is one day: its finish.`],
  [/wait for each other: (?<value>.+)$/, msg`The tasks would wait for each other: ${{ value: "" }}.`],
  [/^a task is no part of itself: (?<value>.+)$/, msg`A task is no part of itself: ${{ value: "" }}.`],
  [/^a tree of tasks has at most (?<value>\d+)/, msg`Tasks have at most ${{ value: "" }} levels.`],
  [/project is closed to new time/, msg`The project is closed to new time.`],
  [
    /^not a (VAT|registration) number of (?<value>[A-Z]{2})/,
    msg`This is no number of that kind in ${{ value: "" }}: look for a slip of the keys.`,
  ],
  [/^must begin with the letters of its country/, msg`Begin with the letters of its country, such as DK.`],
  [
    /^is too light to read on white: its contrast is (?<value>[\d.]+)/,
    msg`Too light to read on paper: the contrast is ${{ value: "" }}, 4.5 is needed.`,
  ],
  [/^is no (?<value>IBAN|BIC|Bankgiro)/, msg`This is no ${{ value: "" }}: look for a slip of the keys.`],
  [/^belongs to the (BIC|registration)/, msg`These two belong together: fill in both.`],
  [/^(?<value>\{[^}]*\}) stands for nothing/, msg`${{ value: "" }} stands for nothing.`],
  [
    /^more than (?<value>\d+) would be made at once/,
    msg`More than ${{ value: "" }} would be made at once: start later.`,
  ],
  [
    /^everything until (?<value>\S+) is done/,
    msg`Everything until ${{ value: "" }} is done: start after it.`,
  ],
  [/^it charges nothing/, msg`It charges nothing.`],
  [/^discounts are more than/, msg`The discounts are more than what is charged.`],
  [/^is larger than (?<value>\d+) KiB/, msg`The file is larger than ${{ value: "" }} KiB.`],
  [/^has (?<value>\d+ × \d+) pixels/, msg`The picture has ${{ value: "" }} pixels: 4 million are enough.`],
  [/and as SVG it has text/, msg`The SVG has text: let your program turn it into paths.`],
  [
    /^is no PNG or JPEG/,
    msg`Take a PNG, a JPEG, or an SVG of shapes alone: no scripts, pictures or filters.`,
  ],
  [/^(is broken|cannot be printed)/, msg`The file cannot be printed: save it anew in another program.`],
  [/^not a GLN/, msg`An EAN has 13 digits, of which the last checks the others.`],
  [/^(?<value>\S+) is a public mail provider/, msg`Anybody can have an address at ${{ value: "" }}.`],
  [/e-?mail/i, msg`This is not an e-mail address.`],
  [/IANA time zone/, msg`This is not a time zone.`],
  [/(lies|is) in the future/, msg`This lies in the future.`],
  [/^must be above 0, with/, msg`Must be more than 0, with no more decimals than the currency has.`],
  [
    /^the payment is exceeded by (?<value>\S+)/,
    msg`That is ${{ value: "" }} more than is left of the payment.`,
  ],
  [/^has more decimals than (?<value>\S+)/, msg`${{ value: "" }} has fewer decimals.`],
  [/^only (?<value>\S+) is owed/, msg`Only ${{ value: "" }} is owed.`],
  [/^only (?<value>\S+) of the line is not credited yet/, msg`Only ${{ value: "" }} is left of the line.`],
  [/^was credited whole before/, msg`Was credited before.`],
  [/^makes numbers that look like those of invoices/, msg`Could be mistaken for an invoice’s number.`],
  [/^billed at it/, msg`Time was billed at this rate. End it instead of changing it.`],
  [/^must lie between \d+ and (?<value>\d+)/, msg`Must be a whole number, at most ${{ value: "" }}.`],
  [/^needed|^must not be empty$/, msg`Fill this in.`],
  [/^must be after/, msg`Must lie after what holds before.`],
  [/^must not be after last_day/, msg`Must not lie after the last day.`],
  [/^what renews itself needs a day/, msg`Say until when it holds before it renews itself.`],
  [/^must be above 0, at most (?<value>\d+)/, msg`Must be more than 0 and at most ${{ value: "" }}.`],
  [/^hours or money must be given/, msg`Fill in hours, money or both.`],
  [/^the same percent twice/, msg`The same percent stands there twice.`],
  [/^a fixed price needs one/, msg`Name at least one part.`],
  [/^must not be before (first_day|bought_on|valid_from|the rate)/, msg`Must not lie before the first day.`],
  [/^the absence would end when it starts/, msg`This would end when it starts.`],
  [/^only pictures, PDF/, msg`Only pictures, PDF, office documents without macros and plain text are taken.`],
  [/^the file is empty/, msg`The file is empty.`],
  [/^the file is larger than (?<value>\S+)/, msg`The file is larger than ${{ value: "" }} MB.`],
  [/^at most (?<value>\S+) files at once/, msg`At most ${{ value: "" }} files at once.`],
  [/^at most (?<value>\S+) MiB at once/, msg`At most ${{ value: "" }} MB at once.`],
  [/^say who asked/, msg`Choose who asked.`],
  [
    /^String should match pattern '\^\[a-z0-9\]/,
    msg`Small letters, digits and hyphens; at least 3 characters.`,
  ],
  [/^are all of the line/, msg`Leave some of the line’s time on it, or move all of it elsewhere.`],
  [/^is more than the \d+ there are/, msg`There is less than that.`],
  [/NUL character/, msg`This has a character that cannot be stored.`],
];

export function reasonWords(reason: string, i18n: I18n): string {
  const text = reason.replace(/^Value error, /, "");
  for (const [pattern, words] of REASONS) {
    const match = pattern.exec(text);
    if (match) return i18n._({ ...words, values: { value: match.groups?.value ?? "" } });
  }
  return text;
}
