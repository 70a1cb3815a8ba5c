// Printing: what is on paper is open, also where the style alone cannot open it.
"use strict";
(() => {
  let opened = [];

  addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("details.attempt:not([open], [hidden], .off-paper, :has(> .plain))"));
    for (const attempt of opened) {
      attempt.open = true;
    }
  });

  addEventListener("afterprint", () => {
    for (const attempt of opened) {
      attempt.open = false;
    }
  });
})();
