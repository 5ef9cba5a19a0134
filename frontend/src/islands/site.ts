// What every page has beyond HTML: the switch of themes, addresses without empty filters, keys.

const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

function themeSwitch(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-switch]');
  if (!button) return;
  const current = (): Theme => (document.documentElement.dataset.theme as Theme | undefined) ?? 'auto';
  const tell = () => {
    const told = `${button.dataset.label}: ${button.dataset[current()]}`;
    button.title = told;
    button.querySelector('.hidden')!.textContent = told;
  };
  button.hidden = false;
  tell();
  button.addEventListener('click', () => {
    const next = THEMES[(THEMES.indexOf(current()) + 1) % THEMES.length];
    if (next === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    try {
      localStorage.setItem('mahdar-theme', next);
    } catch {
      // Then it holds for this page.
    }
    tell();
  });
}

/** Fields that ask for nothing stay out of the address. */
function tidyForms(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== 'get') return;
    const empty = [...form.elements].filter(
      (field): field is HTMLInputElement | HTMLSelectElement =>
        (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) && field.value === '' && !field.disabled,
    );
    for (const field of empty) field.disabled = true;
    setTimeout(() => {
      for (const field of empty) field.disabled = false;
    });
  });
  document.addEventListener('htmx:configRequest', (event) => {
    const parameters = (event as CustomEvent<{ parameters: FormData }>).detail.parameters;
    for (const name of new Set(parameters.keys())) {
      const kept = parameters.getAll(name).filter((value) => value !== '');
      parameters.delete(name);
      for (const value of kept) parameters.append(name, value);
    }
  });
}

/** "/" goes to the search field. */
function keys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.target as HTMLElement).closest('input, select, textarea, [contenteditable]')) return;
    event.preventDefault();
    document.querySelector<HTMLInputElement>('#find')?.focus();
  });
}

themeSwitch();
tidyForms();
keys();
