// The chat, live. Without this script the pages can still be read and written to.
const chat = document.body.dataset.chat;
const words = JSON.parse(document.body.dataset.words ?? '{}');
const log = document.querySelector('.log');
const form = document.querySelector('form.write');
const text = form?.elements.text;
const voice = () => form?.elements.as?.value ?? '';
const toast = document.querySelector('.toast');
const away = document.querySelector('.away');

const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 160;
const toEnd = () => { log.scrollTop = log.scrollHeight; };
const lines = () => [...log.querySelectorAll('.message[data-id]')];
const lastId = () => lines().at(-1)?.dataset.id ?? '';
const find = (id) => document.getElementById(`m-${id}`);

function dress(message) {
  message.querySelector('.reply')?.removeAttribute('hidden');
  message.querySelectorAll('form').forEach((f) => { f.addEventListener('submit', press); });
  waiting.find((one) => one.fields.once === message.dataset.once)?.bubble.remove(); // here it is
}

function place(message) { // by its time; what is not sent yet, and what to try, stay at the end
  const next = lines().find((m) => m.dataset.id > message.dataset.id) ?? log.querySelector('.welcome, .waiting');
  if (next) next.before(message); else log.append(message);
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
    // In a group huying's notice alone is no talk yet.
    if (chat.startsWith('p.') || !message.classList.contains('ours')) document.querySelector('.welcome')?.remove();
    place(message);
  }
  dress(message);
  if (follow || message.classList.contains('mine')) toEnd();
}

function say(sentence) {
  toast.textContent = sentence;
  toast.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.hidden = true; }, 4000);
}

// What has been seen of each chat is remembered by this browser alone, for all its tabs.
const store = { // a browser may forbid it: then everything counts as seen
  get: (key) => { try { return localStorage.getItem(key); } catch { return '~'; } },
  set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* see above */ } },
};
const links = [...document.querySelectorAll('nav a[data-chat]')];

function seeAll() {
  const last = lastId();
  if (!document.hidden && last > (store.get(`seen:${chat}`) ?? '')) store.set(`seen:${chat}`, last);
}

function mark() {
  let unread = 0;
  links.forEach((link) => {
    const { chat: room, newest } = link.dataset;
    if (store.get(`seen:${room}`) === null && !room.startsWith('p.')) store.set(`seen:${room}`, newest);
    const fresh = room !== chat && newest > (store.get(`seen:${room}`) ?? '');
    if (!fresh) delete link.dataset.count;
    const badge = link.querySelector('.unread');
    badge.hidden = !fresh;
    badge.textContent = link.dataset.count ?? '•';
    link.toggleAttribute('data-fresh', fresh);
    unread += fresh ? Number(link.dataset.count ?? 1) : 0;
  });
  const back = document.querySelector('.back'); // on a phone the list is out of sight
  if (back && unread) back.dataset.unread = unread; else if (back) delete back.dataset.unread;
}

function elsewhere(news) {
  const link = links.find((one) => one.dataset.chat === news.chat);
  if (!link || news.what === 'deleted' || news.what === 'reacted' || news.what === 'toast') return;
  link.querySelector('.preview').textContent = news.text;
  if (news.what !== 'said' || news.id <= link.dataset.newest) return;
  link.dataset.newest = news.id;
  if (news.chat === chat) return;
  link.dataset.count = Number(link.dataset.count ?? 0) + 1;
  mark();
  if (news.chat.startsWith('p.') && document.querySelector('.back')?.offsetParent) say(words.private_news);
}

const happen = {
  said: (news) => { put(news.id, news.html, false); seeAll(); },
  edited: (news) => put(news.id, news.html, true),
  deleted: (news) => find(news.id)?.remove(),
  reacted: (news) => { const m = find(news.id); if (m) m.querySelector('.reaction').textContent = news.text; },
  toast: (news) => say(news.text),
};

// A browser keeps six connections to a host, and a page may hold two chats: so of all the pages and
// panes that can be seen one alone listens, and tells the others.
const AWAY = 'away'; // the line is broken
const AGAIN = 'again'; // it holds again: look at the page anew
const others = new BroadcastChannel('huying');
let source = null;
let letGo = null;

// A press takes a moment. What would move or replace the button under a finger waits until it is lifted,
// or the press would be nobody's.
const LIFTED = 60; // ms in which a browser tells of the click that a lifted finger made
let held = false;
const afterwards = [];

function calmly(change) { if (held) afterwards.push(change); else change(); }

function lifted() {
  setTimeout(() => { held = false; afterwards.splice(0).forEach((change) => change()); }, LIFTED);
}

// While the page is looked at anew, what comes may be newer than that look: it happens once more after it.
const looks = new Set();

function hear(news) {
  elsewhere(news);
  if (news.chat !== chat) return;
  looks.forEach((heard) => heard.push(news));
  calmly(() => happen[news.what]?.(news));
}
others.onmessage = ({ data }) => {
  if (data === AWAY) away.hidden = false;
  else if (data === AGAIN) comeBack();
  else hear(data);
};

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
  source.onopen = () => {
    if (open.broken) { open.broken = false; others.postMessage(AGAIN); comeBack(); }
    deliver();
  };
  source.onerror = () => {
    source.close();
    open.broken = true;
    away.hidden = false;
    others.postMessage(AWAY);
    setTimeout(() => { if (letGo) open(); }, 1500);
  };
}

async function comeBack() { // what was edited or deleted meanwhile is seen by looking at the page anew
  if (document.hidden) { letGo?.(); return; }
  const heard = [];
  looks.add(heard);
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = answer.ok && page.querySelector('.log');
    if (fresh) calmly(() => { renew(fresh, page); heard.forEach((news) => happen[news.what]?.(news)); });
    if (answer.ok) { away.hidden = true; deliver(); }
  } catch { away.hidden = false; } finally { looks.delete(heard); listen(); }
}

function renew(fresh, page) {
  const follow = atEnd();
  const at = log.scrollTop;
  const waits = [...log.querySelectorAll('.waiting')];
  // A server that was started anew remembers nobody's lines; whoever has them before their eyes keeps them.
  const kept = lines().filter((m) => !m.classList.contains('ours') && !fresh.querySelector(`#${m.id}`));
  log.replaceChildren(...fresh.children, ...waits);
  kept.forEach(place);
  lines().forEach(dress);
  if (follow) toEnd(); else log.scrollTop = at;
  links.forEach((link) => {
    const same = page.querySelector(`nav a[data-chat="${CSS.escape(link.dataset.chat)}"]`);
    if (same && same.dataset.newest > link.dataset.newest) link.dataset.newest = same.dataset.newest;
  });
  seeAll();
  mark();
}

const PATIENCE = 30000; // ms in which nothing at all moves
const GONE = [0, 502, 503, 504]; // nobody was there: the same post may be sent again

function post(url, data, moved) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much has left
    const wait = () => { clearTimeout(wait.timer); wait.timer = setTimeout(() => request.abort(), PATIENCE); };
    request.open('POST', url);
    request.setRequestHeader('Accept', 'application/json');
    request.upload.onprogress = (event) => { wait(); moved?.(event.loaded / event.total); };
    request.onloadend = () => {
      clearTimeout(wait.timer);
      if (request.status >= 200 && request.status < 300) { done(); return; }
      const told = request.getResponseHeader('Content-Type')?.startsWith('text/plain') && request.responseText;
      failed(Object.assign(new Error(String(request.status)), { status: request.status, told }));
    };
    wait();
    request.send(data);
  });
}

async function press(event) {
  event.preventDefault();
  const data = new FormData(event.target);
  data.set('as', voice());
  const button = event.target.querySelector('button');
  button.disabled = true;
  try { await post(event.target.action, data); } catch (error) { say(error.told || words.unpressed); }
  setTimeout(() => { button.disabled = false; }, 1200);
}

// What was written stands in the chat until the server has it, and is sent again by itself: its `once`
// makes the same post twice one line. Without photos it also outlives this page.
const LATER = `waiting:${chat}`;
const waiting = [];

function remember() {
  try {
    sessionStorage.setItem(LATER, JSON.stringify(waiting.filter((p) => !p.photos.length).map((p) => p.fields)));
  } catch { /* then it waits in this page alone */ }
}

function enqueue(fields, photos) {
  const bubble = document.createElement('article');
  bubble.className = 'message mine waiting';
  bubble.innerHTML = '<div class="body"><div class="bubble"><p class="text"></p></div><p class="state" aria-live="polite"></p></div>';
  bubble.querySelector('.text').textContent = fields.text || '🖼'.repeat(photos.length);
  bubble.hidden = !photos.length; // mostly it is there in no time
  setTimeout(() => { const follow = atEnd(); bubble.hidden = false; if (follow) toEnd(); }, 400);
  log.append(bubble);
  waiting.push({ fields, photos, bubble });
  remember();
  toEnd();
  deliver();
}

async function deliver() {
  if (deliver.busy) return;
  deliver.busy = true;
  while (waiting.length) {
    const one = waiting[0];
    try { await carry(one); } catch (error) {
      if (GONE.includes(error.status)) {
        one.bubble.querySelector('.state').textContent = words.waiting;
        clearTimeout(deliver.timer);
        deliver.timer = setTimeout(deliver, 5000);
        break;
      }
      giveBack(one, error.told || words.unsent);
    }
    waiting.shift();
    one.bubble.remove();
    remember();
  }
  deliver.busy = false;
}

async function carry({ fields, photos, bubble }) {
  const state = bubble.querySelector('.state');
  const data = new FormData();
  Object.entries(fields).forEach(([name, value]) => data.set(name, value));
  for (const photo of photos) data.append('photos', await smaller(photo), photo.name);
  const tell = (part) => { state.textContent = `${words.sending} ${Math.round(part * 100)}%`; };
  if (photos.length) tell(0);
  await post(form.action, data, photos.length ? tell : undefined);
}

function giveBack({ fields, photos }, why) { // refused: whoever wrote it may change it
  text.value = [fields.text, text.value].filter(Boolean).join('\n');
  const files = new DataTransfer();
  [...photos, ...form.elements.photos.files].forEach((photo) => files.items.add(photo));
  form.elements.photos.files = files.files;
  grow(); picked();
  say(why);
}

const SIDE = 2048; // pixels; the server keeps no larger ones, and a slow line need not carry them
async function smaller(photo) {
  try {
    const seen = await createImageBitmap(photo);
    const scale = Math.min(1, SIDE / Math.max(seen.width, seen.height));
    const canvas = Object.assign(document.createElement('canvas'), { width: seen.width * scale, height: seen.height * scale });
    canvas.getContext('2d').drawImage(seen, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((done) => { canvas.toBlob(done, 'image/jpeg', 0.85); });
    return made && made.size < photo.size ? made : photo;
  } catch { return photo; } // the server says what is wrong with it
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

function send(event) {
  event.preventDefault();
  const photos = [...form.elements.photos.files];
  if (photos.length > Number(document.body.dataset.most)) { say(words.too_many); return; }
  if (!text.value.trim() && !photos.length) return;
  const once = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`; // a page without https has none
  enqueue({ text: text.value, reply_to: form.elements.reply_to.value, as: voice(), once }, photos);
  text.value = ''; form.elements.photos.value = '';
  answering(null); grow(); picked(); text.focus();
}

function grow() { text.style.height = 'auto'; text.style.height = `${Math.min(text.scrollHeight, 160)}px`; }
function picked() {
  const line = form.querySelector('.picked');
  const count = form.elements.photos.files.length;
  line.hidden = !count;
  line.textContent = count ? `选了${count}张照片` : '';
  if (count > Number(document.body.dataset.most)) say(words.too_many);
}

if (log) {
  lines().forEach(dress);
  log.addEventListener('click', (event) => {
    const button = event.target.closest('.reply');
    if (button) answering(button.closest('.message'));
    const ask = event.target.closest('a.ask'); // whose private chat it opens is chosen beside the field
    if (ask && voice()) ask.search = `as=${encodeURIComponent(voice())}`;
    const suggestion = event.target.closest('.try');
    if (suggestion) { text.value = suggestion.textContent; grow(); text.focus(); }
  });
  log.addEventListener('pointerdown', () => { held = true; });
  ['pointerup', 'pointercancel', 'blur'].forEach((end) => addEventListener(end, lifted));
  toEnd();
  seeAll();
  mark();
  listen();
  setTimeout(() => { if (!source) comeBack(); }, 400); // said between the page and the others' line
  document.addEventListener('visibilitychange', comeBack);
  addEventListener('storage', (event) => { if (event.key?.startsWith('seen:')) mark(); });
  addEventListener('online', comeBack);
  addEventListener('hashchange', () => { toast.hidden = true; }); // the list of chats comes or goes
  addEventListener('pagehide', () => letGo?.());
  addEventListener('pageshow', (event) => { if (event.persisted) comeBack(); });
}
if (form) {
  form.addEventListener('submit', send);
  form.querySelector('.answering button').addEventListener('click', () => answering(null));
  form.elements.photos.addEventListener('change', picked);
  picked(); // a quick hand has chosen before this script was here
  text.addEventListener('input', grow);
  text.addEventListener('keydown', (event) => {
    // While an input method is composing, Enter chooses a character.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  let left = null;
  try { left = sessionStorage.getItem(LATER); } catch { /* nothing was left */ }
  JSON.parse(left ?? '[]').forEach((fields) => enqueue(fields, []));
  addEventListener('beforeunload', (event) => { if (waiting.some((p) => p.photos.length)) event.preventDefault(); });
}
const frame = document.querySelector('aside iframe');
if (frame && matchMedia('(min-width: 1100px)').matches) frame.src = frame.dataset.src;
document.querySelectorAll('.tabs button').forEach((tab) => tab.addEventListener('click', () => {
  frame.src = tab.dataset.src;
  document.querySelectorAll('.tabs button').forEach((t) => t.setAttribute('aria-pressed', String(t === tab)));
}));
