import type { Command } from "../ui/commands.ts";

/** The commands in whose name every typed word begins a word, the shortest names first. */
export function found(commands: readonly Command[], typed: string): readonly Command[] {
  const wanted = words(typed);
  const fits = ({ label }: Command) =>
    wanted.every((word) => words(label).some((other) => other.startsWith(word)));
  const matching = commands.filter(fits);
  return wanted.length ? matching.toSorted((one, other) => one.label.length - other.label.length) : matching;
}

function words(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[\s…]+/)
    .filter(Boolean);
}
