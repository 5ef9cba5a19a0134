(() => {
  try {
    const chosen = localStorage.getItem("mahdar-theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
  }
})();
