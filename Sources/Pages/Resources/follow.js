
// Follows what changes by itself: while an element has `data-follow`, the address in it is asked again, and every element
// with `data-live` is brought up to date. Without it the reader asks again.
"use strict";
{
  const pause = 1500;
  const look = async () => {
    const open = document.querySelector("[data-follow]");
    if (!open) return;
    try {
      const answer = await fetch(open.dataset.follow, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.ok) update(page, open.dataset.follow);
    } catch {
      // The service may be restarting.
    }
    setTimeout(look, pause);
  };
  const update = (page, address) => {
    for (const part of document.querySelectorAll("[data-live]")) {
      const next = page.getElementById(part.id);
      // Signed out meanwhile: the page says so itself.
      if (!next) return location.assign(address);
      if (next.innerHTML !== part.innerHTML) {
        const link = part.contains(document.activeElement) && document.activeElement.getAttribute("href");
        part.replaceChildren(...next.childNodes);
        if (link) part.querySelector(`a[href="${CSS.escape(link)}"]`)?.focus();
      }
      if ("follow" in part.dataset && !("follow" in next.dataset)) delete part.dataset.follow;
    }
  };
  setTimeout(look, pause);
}
