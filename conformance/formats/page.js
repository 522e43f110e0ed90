
"use strict";
// The page says everything without this script; it adds filters and buttons that copy commands.
(() => {
  const form = document.getElementById("filters");
  const body = document.querySelector("#list tbody");
  if (form && body) {
    const rows = [...body.rows];
    const words = rows.map((row) => row.textContent.toLowerCase());
    const shown = form.elements.namedItem("shown");
    const orders = {
      most: (one, other) => other.dataset.requests - one.dataset.requests,
      fewest: (one, other) => one.dataset.requests - other.dataset.requests,
    };
    const apply = () => {
      const { outcome, level, text } = form.elements;
      const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      rows.forEach((row, number) => {
        const fits = (!outcome.value || row.dataset.outcome === outcome.value)
          && (!level.value || row.dataset.level === level.value)
          && wanted.every((word) => words[number].includes(word));
        row.hidden = !fits;
        count += fits;
      });
      shown.value = `${count} of ${rows.length} shown`;
    };
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(() => { order(); apply(); }));
    const order = () => {
      const by = orders[form.elements.order.value];
      body.append(...(by ? [...rows].sort(by) : rows));
    };
    form.elements.order.addEventListener("input", order);
    document.querySelectorAll("a[data-outcome]").forEach((link) => link.addEventListener("click", () => {
      form.reset();
      form.elements.outcome.value = link.dataset.outcome;
      setTimeout(apply);
    }));
    order();
    apply();
  }

  const selected = (block) => {
    const range = document.createRange();
    range.selectNodeContents(block);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return document.execCommand("copy");
  };
  document.querySelectorAll("button.copy").forEach((button) => {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const block = button.closest(".commands").querySelector("pre");
      const text = [...block.querySelectorAll("code")].map((line) => line.textContent).join("\n") + "\n";
      let done = true;
      try { await navigator.clipboard.writeText(text); } catch { done = selected(block); }
      button.textContent = done ? "Copied" : "Press Ctrl+C";
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  });
})();
