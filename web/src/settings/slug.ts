const LETTERS: Readonly<Record<string, string>> = { æ: "ae", ø: "oe", å: "aa", ß: "ss" };
const LONGEST = 40;

/** A name as the end of an address: small letters, digits and hyphens. Empty when none of it is left. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[æøåß]/g, (letter) => LETTERS[letter] ?? "")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, "");
}
