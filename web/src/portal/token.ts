/** The token of a link: what stands behind `#`, which no server sees. Null for what cannot be one. */
export function tokenOf(hash: string): string | null {
  const token = hash.replace(/^#/, "");
  return /^cus_[A-Za-z0-9_-]+$/.test(token) ? token : null;
}
