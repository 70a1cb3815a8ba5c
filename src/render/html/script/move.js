// Moving: a link opens what it leads to, and the arrow keys go from row to row.
"use strict";
(() => {
  const idInAddress = () => {
    const hash = location.hash.slice(1);
    return hash.includes("=") ? (new URLSearchParams(hash).get("at") ?? "") : decodeURIComponent(hash);
  };

  const openTarget = () => {
    const target = document.getElementById(idInAddress());
    if (target === null) {
      return;
    }
    dispatchEvent(new CustomEvent("followed", { detail: target }));
    for (let within = target.closest("details"); within !== null; within = within.parentElement.closest("details")) {
      within.open = true;
    }
    const own = target.matches("details") ? target.querySelector("summary") : null;
    own?.focus({ preventScroll: true });
    target.scrollIntoView({ block: target.matches(".step") ? "nearest" : "start" });
  };

  addEventListener("hashchange", openTarget);
  openTarget();

  // A second click on the same link changes no address.
  addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link !== null && link.getAttribute("href") === location.hash) {
      openTarget();
    }
  });

  const rows = () => Array.from(document.querySelectorAll("details.attempt:not([hidden]) > summary"));
  const steps = { ArrowDown: (at) => at + 1, ArrowUp: (at) => at - 1, Home: () => 0, End: (_, last) => last };

  addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.altKey || event.metaKey || !event.target.matches("details.attempt > summary")) {
      return;
    }
    const all = rows();
    const next = all[step(all.indexOf(event.target), all.length - 1)];
    if (next !== undefined) {
      event.preventDefault();
      next.focus();
    }
  });
})();
