// Copying, filters, and opening what a link leads to. Without this script the page shows everything and has no controls.
"use strict";
(() => {
  const root = document.documentElement;
  const announcement = document.getElementById("announcement");
  root.classList.add("with-script");

  // Copying

  const line = (name, value) => name.textContent.trim() + ": " + value.textContent.trim();

  const textOf = (element) => {
    if (element.tagName !== "DL") {
      return element.textContent;
    }
    return Array.from(element.children, (row) => line(row.querySelector("dt"), row.querySelector("dd > span"))).join("\n");
  };

  // A page that was opened from a file may be kept from the clipboard's own interface.
  const copyBySelection = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "off-screen";
    area.setAttribute("aria-hidden", "true");
    const focused = document.activeElement;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    focused?.focus();
    return copied;
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text);
    }
  };

  const onCopy = async (button) => {
    const copied = await copy(textOf(document.getElementById(button.dataset.copy)));
    const label = button.querySelector("span");
    const before = (button.dataset.label ??= label.textContent);
    label.textContent = copied ? "Copied" : "Not copied";
    announcement.textContent = button.dataset.what + (copied ? " copied" : " could not be copied");
    clearTimeout(button.timer);
    button.timer = setTimeout(() => {
      label.textContent = before;
    }, 2000);
  };

  for (const button of document.querySelectorAll("button.copy")) {
    button.addEventListener("click", () => onCopy(button));
  }

  // Filters

  const selects = Array.from(document.querySelectorAll("select[data-filter]"));
  const sections = Array.from(document.querySelectorAll("section[data-attempt]"));

  const fits = (section) =>
    selects.every((select) => select.value === "" || section.dataset[select.dataset.filter].split(" ").includes(select.value));

  const filter = () => {
    let count = 0;
    for (const section of sections) {
      const shown = fits(section);
      count += shown ? 1 : 0;
      section.hidden = !shown;
      document.querySelector(`tr[data-row="${section.dataset.attempt}"]`).hidden = !shown;
    }
    const all = sections.length;
    document.getElementById("shown").textContent =
      count === all ? `All ${all} attempts are shown.` : `${count} of ${all} attempts ${count === 1 ? "is" : "are"} shown.`;
  };

  const showAll = () => {
    for (const select of selects) {
      select.value = "";
    }
    filter();
  };

  if (selects.length > 0) {
    for (const select of selects) {
      select.addEventListener("change", filter);
    }
    document.getElementById("filter-reset").addEventListener("click", showAll);
  }

  // Links into the page

  const openTarget = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target === null) {
      return;
    }
    if (target.closest("[hidden]") !== null) {
      showAll();
    }
    const details = target.closest("details");
    if (details !== null) {
      details.open = true;
      details.querySelector("summary").focus({ preventScroll: true });
      details.scrollIntoView({ block: "nearest" });
    }
  };

  addEventListener("hashchange", openTarget);
  openTarget();

  // Printing

  let opened = [];

  addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    for (const details of opened) {
      details.open = true;
    }
  });

  addEventListener("afterprint", () => {
    for (const details of opened) {
      details.open = false;
    }
  });
})();
