/** Says something to those who hear the page, politely and once. The place is made by `Announcer`. */
export function announce(message: string): void {
  const place = document.getElementById("announcer");
  if (!place) return;
  place.textContent = "";
  setTimeout(() => {
    place.textContent = message;
  }, 50);
}
