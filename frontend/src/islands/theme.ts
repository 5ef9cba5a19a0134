// The theme that was chosen, set before the page is painted. Without a choice it is the system's.
// A classic script of the head: it has to be short, and needs nothing.
(() => {
  try {
    const chosen = localStorage.getItem('mahdar-theme');
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
  } catch {
    // No storage: the system's theme it is.
  }
})();
