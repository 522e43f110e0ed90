// Light or dark, before anything is drawn: that is why this is no module.
(() => {
  const KEY = "mock-console-theme";
  const root = document.documentElement;
  const apply = (/** @type {string | null} */ theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  apply(localStorage.getItem(KEY));
  addEventListener("DOMContentLoaded", () => {
    const select = /** @type {HTMLSelectElement} */ (document.getElementById("theme"));
    select.value = root.dataset.theme ?? "";
    select.addEventListener("change", () => {
      localStorage.setItem(KEY, select.value);
      apply(select.value);
    });
  });
})();
