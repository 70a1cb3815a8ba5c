// Filters. They are kept in the address, so that a link to what is shown can be sent: #outcome=failed&application=Contoso+Orders
"use strict";
(() => {
  const controls = Array.from(document.querySelectorAll("[data-filter]"));
  const attempts = Array.from(document.querySelectorAll("details.attempt"));
  if (controls.length === 0) {
    return;
  }
  const shown = document.getElementById("shown");
  const none = document.getElementById("none");
  const bar = document.getElementById("filters");

  // The text of an attempt, made when it is first searched.
  const texts = new Map();
  const textOf = (attempt) => {
    let text = texts.get(attempt);
    if (text === undefined) {
      text = attempt.textContent.toLowerCase();
      texts.set(attempt, text);
    }
    return text;
  };

  const tests = {
    code: (attempt, value) => attempt.dataset.code.split(" ").includes(value),
    text: (attempt, value) => value.toLowerCase().split(/\s+/).every((word) => textOf(attempt).includes(word)),
  };
  const equal = (name) => (attempt, value) => attempt.dataset[name] === value;

  const active = () => controls.filter((control) => control.value.trim() !== "");

  const apply = () => {
    const wanted = active().map((control) => [tests[control.dataset.filter] ?? equal(control.dataset.filter), control.value.trim()]);
    let count = 0;
    for (const attempt of attempts) {
      const fits = wanted.every(([test, value]) => test(attempt, value));
      count += fits ? 1 : 0;
      attempt.hidden = !fits;
    }
    const all = attempts.length;
    shown.textContent = count === all ? `All ${all} attempts` : `${count} of ${all} attempts ${count === 1 ? "matches" : "match"}`;
    none.classList.toggle("shown", count === 0);
    bar.classList.toggle("active", wanted.length > 0);
  };

  // `at` is the place in the page that a link led to.
  const remember = (at) => {
    const parts = new URLSearchParams(active().map((control) => [control.dataset.filter, control.value.trim()]));
    if (at !== "" && parts.size > 0) {
      parts.set("at", at);
    }
    const hash = parts.size > 0 ? parts.toString() : at;
    history.replaceState(null, "", hash === "" ? location.href.split("#")[0] : `#${hash}`);
  };

  const read = () => {
    const hash = location.hash.slice(1);
    if (!hash.includes("=")) {
      return;
    }
    const parts = new URLSearchParams(hash);
    for (const control of controls) {
      control.value = parts.get(control.dataset.filter) ?? "";
      // A value that no attempt has selects nothing.
      if (control.selectedIndex === -1) {
        control.value = "";
      }
    }
    apply();
  };

  const clear = () => {
    for (const control of controls) {
      control.value = "";
    }
    apply();
  };

  let waiting;
  for (const control of controls) {
    control.addEventListener("input", () => {
      clearTimeout(waiting);
      const changed = () => {
        apply();
        remember("");
      };
      // A long report is not searched for every letter.
      waiting = setTimeout(changed, control.type === "search" ? 120 : 0);
    });
  }
  document.getElementById("filter-reset").addEventListener("click", () => {
    clear();
    remember("");
    controls[0].focus();
  });
  addEventListener("hashchange", read);
  // What a link leads to is shown, and the filters stay in the address.
  addEventListener("followed", ({ detail }) => {
    if (detail.closest("[hidden]") !== null) {
      clear();
    }
    remember(detail.id);
  });
  read();
})();
