// The reader with scripts: all pieces of a finding light up together, and findings follow each other by key.
// Everything is a link without it; htmx puts the answer in place of the article.

const near = 'm-near';

function pieces(key: string): Element[] {
  return [...document.querySelectorAll('[data-f]')].filter((piece) => piece.getAttribute('data-f')!.split(' ').includes(key));
}

function leave(): void {
  for (const piece of document.querySelectorAll(`.${near}`)) piece.classList.remove(near);
}

document.addEventListener('mouseover', (event) => {
  leave();
  const key = (event.target as Element).closest?.('[data-f]')?.getAttribute('data-f')?.split(' ')[0];
  if (key) for (const piece of pieces(key)) piece.classList.add(near);
});

// What was switched off stays so when another finding is chosen.
const off = new Set<string>();

document.addEventListener('change', (event) => {
  const box = event.target as HTMLInputElement;
  const layer = box.dataset?.layer;
  if (!layer) return;
  if (box.checked) off.delete(layer);
  else off.add(layer);
});

document.addEventListener('htmx:afterSwap', (event) => {
  if ((event.target as Element).id !== 'reader' && !document.querySelector('[data-reader]')) return;
  for (const box of document.querySelectorAll<HTMLInputElement>('[data-layer]')) box.checked = !off.has(box.dataset.layer!);
  const here = document.getElementById('here');
  if (here) {
    const place = here.getBoundingClientRect();
    if (place.top < 60 || place.bottom > innerHeight * 0.6) here.scrollIntoView({ block: 'center' });
  }
  document.getElementById('finding')?.focus({ preventScroll: true });
});

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if ((event.target as HTMLElement).closest('input:not([type=checkbox]), select, textarea')) return;
  const wanted = { j: '#finding [rel=next]', k: '#finding [rel=prev]', Escape: '.finding-close' }[event.key];
  if (!wanted) return;
  const link = document.querySelector<HTMLAnchorElement>(wanted) ?? (event.key === 'j' ? document.querySelector<HTMLAnchorElement>('.listed a') : null);
  link?.click();
});
