// The chat, live. Without this script the pages can still be read and written to.
const chat = document.body.dataset.chat;
const log = document.querySelector('.log');
const form = document.querySelector('form.write');
const text = form?.elements.text;
const voice = () => form?.elements.as?.value ?? '';
const toast = document.querySelector('.toast');

const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 160;
const toEnd = () => { log.scrollTop = log.scrollHeight; };
const lastId = () => [...log.querySelectorAll('.message')].at(-1)?.dataset.id ?? '';
const find = (id) => document.getElementById(`m-${id}`);

function dress(message) {
  message.querySelector('.reply')?.removeAttribute('hidden');
  message.querySelectorAll('form').forEach((f) => { f.addEventListener('submit', press); });
}

function put(id, html, replace) {
  const known = find(id);
  if (known && !replace) return;
  const box = document.createElement('template');
  box.innerHTML = html; // rendered and escaped by the server
  const message = box.content.firstElementChild;
  const follow = atEnd();
  if (known) known.replaceWith(message);
  else {
    const welcome = document.querySelector('.welcome');
    if (welcome && !message.classList.contains('ours')) welcome.remove(); // somebody has spoken
    const next = [...log.querySelectorAll('.message')].find((m) => m.dataset.id > id);
    if (next) next.before(message); else if (welcome?.isConnected) welcome.before(message); else log.append(message);
  }
  dress(message);
  if (follow || message.classList.contains('mine')) toEnd();
}

function say(words) {
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.hidden = true; }, 4000);
}

function elsewhere(news) {
  const link = document.querySelector(`nav a[data-chat="${CSS.escape(news.chat)}"]`);
  if (!link || news.what === 'deleted' || news.what === 'reacted') return;
  link.querySelector('.preview').textContent = news.text;
  if (news.chat === chat || news.what !== 'said') return;
  const unread = link.querySelector('.unread');
  unread.textContent = Number(unread.textContent || 0) + 1;
  unread.hidden = false;
  link.setAttribute('aria-describedby', '');
  const back = document.querySelector('.back'); // on a phone the list is out of sight
  if (back) back.dataset.unread = Number(back.dataset.unread || 0) + 1;
  if (news.chat.startsWith('p.') && back?.offsetParent) say('呼应给您发了私信,点它的头像看。');
}

const happen = {
  said: (news) => put(news.id, news.html, false),
  edited: (news) => put(news.id, news.html, true),
  deleted: (news) => find(news.id)?.remove(),
  reacted: (news) => { const m = find(news.id); if (m) m.querySelector('.reaction').textContent = news.text; },
  toast: (news) => say(news.text),
};

// A browser keeps six connections to a host, and a page may hold two chats: so of all the pages and
// panes that can be seen one alone listens, and tells the others.
const AGAIN = 'again'; // the line was broken: whoever listens to it looks at the page anew
const others = new BroadcastChannel('huying');
let source = null;
let letGo = null;

function hear(news) {
  elsewhere(news);
  if (news.chat === chat) happen[news.what]?.(news);
}
others.onmessage = (event) => (event.data === AGAIN ? comeBack() : hear(event.data));

function listen() {
  if (document.hidden || letGo) return;
  const turn = new AbortController();
  letGo = () => { turn.abort(); source?.close(); source = null; letGo = null; };
  if (!navigator.locks) { open(); return; } // a page without https: each listens for itself
  navigator.locks.request('huying', { signal: turn.signal }, () => new Promise((done) => {
    letGo = () => { source?.close(); source = null; letGo = null; done(); };
    open();
  })).catch(() => {});
}

function open() {
  source = new EventSource(`/c/live?chat=${encodeURIComponent(chat)}&after=${lastId()}`);
  source.onmessage = (event) => {
    const news = JSON.parse(event.data);
    hear(news);
    others.postMessage(news);
  };
  source.onerror = () => {
    source.close();
    setTimeout(() => { if (letGo) { open(); others.postMessage(AGAIN); } }, 1500);
  };
}

async function comeBack() {
  if (document.hidden) { letGo?.(); return; }
  try { // what was edited or deleted meanwhile is seen by looking at the page anew
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
    const fresh = page.querySelector('.log');
    if (fresh) { log.replaceChildren(...fresh.children); log.querySelectorAll('.message').forEach(dress); toEnd(); }
  } finally { listen(); }
}

async function post(url, data) {
  const answer = await fetch(url, {
    method: 'POST', body: data, headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(30000),
  });
  if (answer.ok) return;
  const words = [413, 415, 429].includes(answer.status) ? await answer.text() : undefined;
  throw Object.assign(new Error(String(answer.status)), { words });
}

async function press(event) {
  event.preventDefault();
  const data = new FormData(event.target);
  data.set('as', voice());
  const button = event.target.querySelector('button');
  button.disabled = true;
  try { await post(event.target.action, data); } catch (error) { say(error.words ?? '没按上,请再按一次。'); }
  setTimeout(() => { button.disabled = false; }, 1200);
}

function answering(message) {
  const line = form.querySelector('.answering');
  form.elements.reply_to.value = message?.dataset.id ?? '';
  line.hidden = !message;
  if (message) {
    line.querySelector('span').textContent = `回复:${(message.querySelector('.text')?.textContent ?? '').slice(0, 40)}`;
    text.focus();
  }
}

async function send(event) {
  event.preventDefault();
  const photos = form.elements.photos;
  if (!text.value.trim() && !photos.files.length) return;
  form.elements.once.value ||= crypto.randomUUID();
  const data = new FormData(form);
  const said = text.value;
  text.value = ''; // whoever goes on writing while this is under way loses nothing
  const button = form.querySelector('.send');
  button.disabled = true;
  try {
    await post(form.action, data);
    photos.value = ''; form.elements.once.value = '';
    answering(null); grow(); picked();
  } catch (error) {
    text.value = said + text.value;
    say(error.words ?? '没发出去,请再按一次发送。');
  } finally { button.disabled = false; text.focus(); }
}

function grow() { text.style.height = 'auto'; text.style.height = `${Math.min(text.scrollHeight, 160)}px`; }
function picked() {
  const line = form.querySelector('.picked');
  const count = form.elements.photos.files.length;
  line.hidden = !count;
  line.textContent = count ? `选了${count}张照片` : '';
}

if (log) {
  log.querySelectorAll('.message').forEach(dress);
  log.addEventListener('click', (event) => {
    const button = event.target.closest('.reply');
    if (button) answering(button.closest('.message'));
    const ask = event.target.closest('a.ask'); // whose private chat it opens is chosen beside the field
    if (ask && voice()) ask.search = `as=${encodeURIComponent(voice())}`;
    const suggestion = event.target.closest('.try');
    if (suggestion) { text.value = suggestion.textContent; grow(); text.focus(); }
  });
  toEnd();
  listen();
  setTimeout(() => { if (!source) comeBack(); }, 400); // said between the page and the others' line
  document.addEventListener('visibilitychange', comeBack);
  addEventListener('pagehide', () => letGo?.());
  addEventListener('pageshow', (event) => { if (event.persisted) comeBack(); });
}
if (form) {
  form.addEventListener('submit', send);
  form.querySelector('.answering button').addEventListener('click', () => answering(null));
  form.elements.photos.addEventListener('change', picked);
  text.addEventListener('input', grow);
  text.addEventListener('keydown', (event) => {
    // While an input method is composing, Enter chooses a character.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
}
const back = document.querySelector('.back');
if (back) {
  back.hidden = false;
  back.addEventListener('click', (event) => { event.preventDefault(); document.body.classList.toggle('list'); });
}
const frame = document.querySelector('aside iframe');
if (frame && matchMedia('(min-width: 1100px)').matches) frame.src = frame.dataset.src;
document.querySelectorAll('.tabs button').forEach((tab) => tab.addEventListener('click', () => {
  frame.src = tab.dataset.src;
  document.querySelectorAll('.tabs button').forEach((t) => t.setAttribute('aria-pressed', String(t === tab)));
}));
