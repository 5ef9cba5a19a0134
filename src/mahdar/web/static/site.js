const THEMES = ["auto", "light", "dark"];
function themeSwitch() {
  const button = document.querySelector("[data-theme-switch]");
  if (!button) return;
  const current = () => document.documentElement.dataset.theme ?? "auto";
  const tell = () => {
    const told = `${button.dataset.label}: ${button.dataset[current()]}`;
    button.title = told;
    button.querySelector(".hidden").textContent = told;
  };
  button.hidden = false;
  tell();
  button.addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(current()) + 1) % THEMES.length];
    if (next === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    try {
      localStorage.setItem("mahdar-theme", next);
    } catch {
    }
    tell();
  });
}
function tidyForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "get") return;
    const empty = [...form.elements].filter(
      (field) => (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) && field.value === "" && !field.disabled
    );
    for (const field of empty) field.disabled = true;
    setTimeout(() => {
      for (const field of empty) field.disabled = false;
    });
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const parameters = event.detail.parameters;
    for (const name of new Set(parameters.keys())) {
      const kept = parameters.getAll(name).filter((value) => value !== "");
      parameters.delete(name);
      for (const value of kept) parameters.append(name, value);
    }
  });
}
function keys() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    event.preventDefault();
    document.querySelector("#find")?.focus();
  });
}
themeSwitch();
tidyForms();
keys();
