/** The formula of a line, as the API writes it, with the decimal mark and the word of the reader: `33688 s × 855,00 ÷ 3600 = …`. */
export function formulaWords(formula: string, language: string): string {
  if (language !== "da") return formula;
  return formula.replace(/(\d)\.(\d)/g, "$1,$2").replace("billed as", "faktureres som");
}
