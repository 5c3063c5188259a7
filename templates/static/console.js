// What the pages do more easily with a script; all of it can be done without.

// Keys: j and k walk the list, Enter opens, x ticks, / looks for words, ? shows the keys.
const typing = (target) => target.closest('input, select, textarea, [contenteditable]');
const rows = () => [...document.querySelectorAll('[data-row]')];

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
  next.querySelector('a').focus();
  next.scrollIntoView({ block: 'nearest' });
}

function tick() {
  const box = document.activeElement.closest('[data-row]')?.querySelector('input[type=checkbox]');
  if (box) box.checked = !box.checked;
}

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.isComposing && event.target.closest('main input, main select')) {
    event.preventDefault();  // what was typed stays
    event.target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  const keys = document.querySelector('dialog.keys');
  const acts = {
    j: () => walk(1),
    k: () => walk(-1),
    x: tick,
    '/': () => (document.querySelector('main input[type=search]') ?? document.querySelector('header input[type=search]'))?.focus(),
    '?': () => (keys?.open ? keys.close() : keys?.showModal()),
  };
  if (acts[event.key]) {
    event.preventDefault();
    acts[event.key]();
  }
});

// Copying a text that somebody sends by hand.
document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  const from = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(from.value ?? from.textContent);
  } catch {  // no clipboard outside https: the text is selected, to be copied by hand
    const range = document.createRange();
    range.selectNodeContents(from);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return;
  }
  button.textContent = button.dataset.done ?? button.textContent;
});

// All at once: a box that ticks all others of its form, table or section.
document.addEventListener('change', (event) => {
  const all = event.target.closest('[data-all]');
  if (!all) return;
  for (const box of all.closest('form, table, section').querySelectorAll('input[type=checkbox][name]')) {
    box.checked = all.checked;
  }
});

// Without a network nothing is sent, and whoever pressed is told so.
const network = (there) => {
  const said = document.querySelector('.no-network');
  if (said) said.hidden = there;
};
addEventListener('online', () => network(true));
document.addEventListener('htmx:sendError', (event) => {
  if (event.detail.requestConfig.verb === 'post' && event.target.matches('form')) network(false);
});

// A form that was sent is not sent again by a second press.
document.addEventListener('submit', (event) => {
  if (event.target.method !== 'post') return;
  if (!navigator.onLine) {  // the browser's own page would take the place of what was written
    event.preventDefault();
    event.stopPropagation();
    network(false);
    return;
  }
  network(true);
  if (event.target.hasAttribute('hx-post')) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = 'yes';
}, true);
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});
