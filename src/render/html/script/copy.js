// Copying. Without the script there are no buttons.
"use strict";
(() => {
  const announcement = document.getElementById("announcement");
  document.documentElement.classList.add("with-script");

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
    const copied = await copy(document.getElementById(button.dataset.copy).textContent);
    const label = button.firstChild;
    const before = (button.dataset.label ??= label.textContent);
    label.textContent = copied ? "Copied" : "Not copied";
    announcement.textContent = button.dataset.what + (copied ? " copied" : " could not be copied");
    clearTimeout(button.timer);
    button.timer = setTimeout(() => {
      label.textContent = before;
    }, 2000);
  };

  addEventListener("click", (event) => {
    const button = event.target.closest("button.copy");
    if (button !== null) {
      onCopy(button);
    }
  });
})();
