
// Follows what changes by itself: while an element has `data-follow`, that address is asked again, and every element with
// `data-live` is brought up to date. Without this script the reader looks again.
"use strict";
{
  const pause = 1500;
  const patience = 20000;

  const follow = async () => {
    const followed = document.querySelector("[data-follow]");
    if (!followed) return;
    try {
      if (!document.hidden) {
        const answer = await fetch(followed.dataset.follow, { cache: "no-store", signal: AbortSignal.timeout(patience) });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (answer.ok) update(followed, page);
      }
    } catch {
      // The service may be restarting.
    }
    setTimeout(follow, pause);
  };

  const update = (followed, page) => {
    const next = page.getElementById(followed.id);
    // Signed out meanwhile, or signed in as somebody else: a new page says so.
    if (next?.dataset.of !== followed.dataset.of) return location.assign(followed.dataset.follow.split("?")[0]);
    for (const part of document.querySelectorAll("[data-live]")) {
      const other = page.getElementById(part.id);
      if (other && other.innerHTML !== part.innerHTML) replace(part, other);
    }
    if (next.dataset.follow) followed.dataset.follow = next.dataset.follow;
    else delete followed.dataset.follow;
  };

  // Only the rows of a table are replaced, so that it keeps its focus and its scrolling; links keep their focus.
  const replace = (part, other) => {
    const link = part.contains(document.activeElement) && document.activeElement.getAttribute("href");
    const rows = part.querySelector("tbody");
    const others = other.querySelector("tbody");
    if (rows && others) rows.replaceChildren(...others.childNodes);
    else part.replaceChildren(...other.childNodes);
    if (link) part.querySelector(`a[href="${CSS.escape(link)}"]`)?.focus();
  };

  setTimeout(follow, pause);
}
