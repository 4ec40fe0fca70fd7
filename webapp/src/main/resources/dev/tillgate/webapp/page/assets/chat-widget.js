// The chat on a shop's page: <script src="…/chat/widget.js" data-store="sto_…" data-grant="…" data-lang="en" defer></script>
// Holds no texts and no styles of the page; needs script-src and connect-src of the gateway in the page's policy.
(() => {
  'use strict';
  const script = document.currentScript;
  const base = new URL('..', script.src).href.replace(/\/$/, '');
  const store = script.dataset.store;
  const grant = script.dataset.grant || undefined;
  const language = (script.dataset.lang || document.documentElement.lang || 'en').toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
  if (!store || window.tillgateChat) return;
  window.tillgateChat = true;

  const KEPT = 'tillgate.chat.' + store;
  const api = base + '/api/v1/chat';
  const random = () => crypto.randomUUID ? crypto.randomUUID()
    : Array.from(crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, '0')).join('');
  const kept = () => { try { return JSON.parse(sessionStorage.getItem(KEPT)) || {}; } catch { return {}; } };
  const keep = more => { try { sessionStorage.setItem(KEPT, JSON.stringify({ ...kept(), ...more })); } catch { /* private mode: the chat lives as long as the page */ } };

  const el = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === undefined || value === null) continue;
      if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value);
    }
    node.append(...children.filter(child => child !== null && child !== undefined));
    return node;
  };

  const css = `
    :host{all:initial;position:fixed;inset-block-end:16px;inset-inline-end:16px;z-index:2147483000;
      --bg:#fff;--fg:#1c1f23;--muted:#5b6370;--line:#d5dae1;--mine:#0b5d4e;--on:#fff;--soft:#f1f4f6;--ok:#0a6b3d;--warn:#8a4b00;
      font:16px/1.45 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:var(--fg)}
    @media (prefers-color-scheme:dark){:host{--bg:#16191d;--fg:#e8ebef;--muted:#a3acb8;--line:#3a424c;--mine:#5ad1b6;--on:#06231d;--soft:#22272e;--ok:#62d79a;--warn:#f2b86b}}
    *{box-sizing:border-box}
    button,textarea,a{font:inherit;color:inherit}
    :focus-visible{outline:3px solid var(--mine);outline-offset:2px}
    .toggle{inline-size:56px;block-size:56px;border-radius:50%;border:0;background:var(--mine);color:var(--on);cursor:pointer;box-shadow:0 4px 16px #0004;display:grid;place-items:center}
    .toggle svg{inline-size:26px;block-size:26px;fill:currentColor}
    .panel{position:absolute;inset-block-end:68px;inset-inline-end:0;inline-size:min(380px,calc(100vw - 32px));block-size:min(560px,calc(100vh - 116px));
      display:flex;flex-direction:column;background:var(--bg);border:1px solid var(--line);border-radius:14px;box-shadow:0 10px 40px #0005;overflow:hidden}
    .panel[hidden]{display:none}
    .head{display:flex;align-items:center;gap:8px;padding:12px 14px;border-block-end:1px solid var(--line)}
    h2{font-size:1rem;margin:0;flex:1;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
    .close{background:none;border:0;min-inline-size:44px;min-block-size:44px;font-size:1.4rem;cursor:pointer;margin:-8px}
    .log{flex:1;overflow-y:auto;padding:14px;display:flex;flex-direction:column;gap:10px;scrollbar-gutter:stable}
    .said{margin:0;max-inline-size:86%;padding:8px 12px;border-radius:14px;background:var(--soft);align-self:flex-start;white-space:pre-wrap;overflow-wrap:anywhere}
    .said.buyer{background:var(--mine);color:var(--on);align-self:flex-end}
    .who{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)}
    .choices{display:flex;flex-wrap:wrap;gap:8px;align-self:flex-start}
    .choices button{background:none;border:1px solid var(--mine);border-radius:999px;padding:8px 14px;min-block-size:40px;cursor:pointer}
    .card{border:1px solid var(--line);border-radius:12px;padding:12px 14px;align-self:stretch;background:var(--bg)}
    .card .status{font-weight:600}
    .card.paid .status,.card.partly_refunded .status,.card.refunded .status{color:var(--ok)}
    .card.checking .status{color:var(--warn)}
    .card .amount{font-size:1.35rem;font-weight:650;margin-block:2px 6px}
    .card p{margin:0 0 4px}
    .muted{color:var(--muted);font-size:.9rem}
    .card ul{list-style:none;margin:6px 0;padding:0;font-size:.92rem}
    .card li{display:flex;justify-content:space-between;gap:12px;padding-block:2px}
    .go{display:block;text-align:center;text-decoration:none;background:var(--mine);color:var(--on);border-radius:10px;padding:11px;margin-block-start:10px;font-weight:600}
    details{margin-block-start:8px}
    summary{cursor:pointer;min-block-size:24px}
    .qr{display:block;inline-size:200px;margin:8px auto 0;background:#fff;fill:#000;border-radius:8px}
    .note{padding:8px 14px;font-size:.9rem;color:var(--warn)}
    form{display:flex;gap:8px;padding:10px;border-block-start:1px solid var(--line)}
    textarea{flex:1;resize:none;border:1px solid var(--muted);border-radius:10px;padding:10px;background:var(--bg);block-size:44px}
    form button{border:0;border-radius:10px;background:var(--mine);color:var(--on);padding-inline:16px;min-block-size:44px;cursor:pointer}
    @media (max-width:480px){.panel{position:fixed;inset:8px;inline-size:auto;block-size:auto}}
    @media (prefers-reduced-motion:no-preference){.panel{animation:up .16s ease-out}@keyframes up{from{transform:translateY(8px);opacity:0}}}`;

  const host = el('div');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  let words = {}, session = null, last = 0, streaming = false;
  const cards = new Map();

  const svg = (tag, attributes, ...children) => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    node.append(...children);
    return node;
  };
  const icon = svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' },
    svg('path', { d: 'M4 3h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H9l-5 4v-4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z' }));
  const toggle = el('button', { class: 'toggle', type: 'button', 'aria-expanded': 'false', 'aria-controls': 'panel', onclick: () => show(panel.hidden) }, icon);
  const title = el('h2', { id: 'title' });
  const close = el('button', { class: 'close', type: 'button', onclick: () => show(false) }, '×');
  const log = el('div', { class: 'log', role: 'log', 'aria-live': 'polite', tabindex: '0', 'aria-labelledby': 'title' });
  const note = el('p', { class: 'note', role: 'status', hidden: '' });
  const input = el('textarea', { rows: '1', maxlength: '2000', enterkeyhint: 'send',
    onkeydown: event => { if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); } } });
  const send = el('button', { type: 'submit' });
  const form = el('form', { onsubmit: event => { event.preventDefault(); const text = input.value.trim(); if (text) { input.value = ''; say({ text }); } } }, input, send);
  const panel = el('section', { class: 'panel', id: 'panel', role: 'dialog', 'aria-labelledby': 'title', hidden: '',
    onkeydown: event => { if (event.key === 'Escape') show(false); } }, el('div', { class: 'head' }, title, close), log, note, form);
  root.append(panel, toggle);

  const tell = text => { note.hidden = !text; note.textContent = text || ''; };

  async function show(open) {
    panel.hidden = !open;
    toggle.setAttribute('aria-expanded', String(open));
    keep({ open });
    if (!open) { toggle.focus(); return; }
    input.focus();
    try {
      await begin();
    } catch {
      tell(words['widget.failed']);
    }
  }

  async function call(address, body, key, token) {
    for (let tried = 0; ; tried++) {
      try {
        const answer = await fetch(address, { method: 'POST', body: JSON.stringify(body),
          headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key, ...(token ? { Authorization: 'Bearer ' + token } : {}) } });
        if (answer.ok) return await answer.json();
        if (answer.status < 500 && answer.status !== 429 && answer.status !== 409) throw Object.assign(new Error(String(answer.status)), { final: true });
      } catch (failure) {
        if (failure.final) throw failure;
      }
      // The same key again: what arrived the first time is not done twice.
      if (tried === 4) throw new Error('no answer');
      await new Promise(again => setTimeout(again, 500 * 2 ** tried));
    }
  }

  async function begin() {
    if (session) return;
    const key = kept().key || random() + random();
    keep({ key });
    session = await call(api + '/widget', { store, locale: language, grant }, key);
    follow();
    if (session.last_sequence === 0) await say({ text: words['widget.hello'], says: 'greeting' });
  }

  async function say(said) {
    try {
      await begin();
      tell('');
      const heard = await call(api + '/sessions/' + session.id + '/messages', said, random(), session.token);
      heard.data.forEach(add);
    } catch {
      tell(words['widget.failed']);
      if (!said.says) input.value = said.text;
    }
  }

  /** Server-sent events by hand: EventSource cannot send the token in a header. */
  async function follow() {
    if (streaming) return;
    streaming = true;
    for (let pause = 1000; ; pause = Math.min(pause * 2, 30000)) {
      try {
        const answer = await fetch(api + '/sessions/' + session.id + '/stream', { headers: { Authorization: 'Bearer ' + session.token, 'Last-Event-ID': String(last) } });
        if (!answer.ok) throw new Error(String(answer.status));
        tell('');
        pause = 500;
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        let text = '';
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
          text += part.value.replace(/\r\n?/g, '\n');
          const events = text.split('\n\n');
          text = events.pop();
          events.forEach(event => {
            const data = event.split('\n').filter(line => line.startsWith('data:')).map(line => line.slice(5).trimStart()).join('\n');
            if (data) add(JSON.parse(data));
          });
        }
      } catch {
        tell(words['widget.offline']);
      }
      await new Promise(again => setTimeout(again, pause));
    }
  }

  /** Messages come by answer and by stream: each number is shown once, in order. */
  const early = new Map();
  function add(message) {
    if (message.sequence <= last) return;
    early.set(message.sequence, message);
    for (let next = early.get(last + 1); next; next = early.get(last + 1)) {
      early.delete(next.sequence);
      last = next.sequence;
      draw(next);
    }
  }

  function draw(message) {
    const content = message.content;
    root.querySelectorAll('.choices').forEach(old => old.remove());
    if (message.kind === 'card') {
      card(content);
    } else {
      log.append(el('p', { class: 'said ' + message.author }, el('span', { class: 'who' }, words['widget.' + (message.author === 'buyer' ? 'you' : message.author)] + ': '), content.text));
      if (content.choices) {
        log.append(el('div', { class: 'choices' }, ...content.choices.map(choice => el('button', { type: 'button',
          onclick: () => say({ text: choice.label, says: choice.says, method: choice.method }) }, choice.label))));
      }
    }
    log.scrollTop = log.scrollHeight;
  }

  /** The same link as a picture for a phone's camera, drawn when it is asked for. */
  function phone(order) {
    const details = el('details', {}, el('summary', { class: 'muted' }, words['widget.phone']));
    details.addEventListener('toggle', async () => {
      if (!details.open || details.querySelector('svg')) return;
      try {
        const answer = await fetch(api + '/sessions/' + session.id + '/qr?order=' + encodeURIComponent(order), { headers: { Authorization: 'Bearer ' + session.token } });
        const code = await answer.json();
        details.append(svg('svg', { viewBox: '0 0 ' + code.size + ' ' + code.size, role: 'img', 'aria-label': words['widget.phone'], class: 'qr' }, svg('path', { d: code.path })));
        details.scrollIntoView({ block: 'nearest' });
      } catch {
        tell(words['widget.failed']);
      }
    });
    return details;
  }

  /** One card an order, edited in place; an older state never replaces a newer one. */
  function card(content) {
    const shown = cards.get(content.order);
    if (shown && shown.version > content.version) return;
    const node = el('article', { class: 'card ' + content.status, 'data-order': content.order, 'data-status': content.status },
      el('p', { class: 'muted' }, content.store + ' · ' + content.order),
      content.title ? el('p', {}, content.title) : null,
      el('p', { class: 'amount' }, content.amount_text),
      content.lines.length ? el('ul', {}, ...content.lines.map(line => el('li', {}, el('span', {}, line.quantity + ' × ' + line.name), el('span', {}, line.total_text)))) : null,
      el('p', { class: 'status', role: 'status' }, content.status_text),
      content.declined_text ? el('p', { class: 'muted' }, content.declined_text) : null,
      content.methods.length ? el('p', { class: 'muted' }, content.methods.map(method => method.label + (method.reason ? ' (' + method.reason + ')' : '')).join(' · ')) : null,
      content.word_text ? el('p', { class: 'muted' }, content.word_text) : null,
      content.link ? el('a', { class: 'go', href: content.link, target: '_blank', rel: 'noopener' }, content.link_text) : null,
      content.link && matchMedia('(pointer:fine)').matches ? phone(content.order) : null);
    if (shown && content.status !== 'pay') shown.node.replaceWith(node);
    else { if (shown) shown.node.remove(); log.append(node); }
    cards.set(content.order, { version: content.version, node });
  }

  fetch(base + '/chat/texts/' + language).then(answer => answer.json()).then(texts => {
    words = texts;
    title.textContent = words['widget.title'];
    toggle.setAttribute('aria-label', words['widget.open']);
    close.setAttribute('aria-label', words['widget.close']);
    input.setAttribute('aria-label', words['widget.write']);
    input.placeholder = words['widget.write'];
    send.textContent = words['widget.send'];
    host.lang = language;
    document.body.append(host);
    if (kept().open) show(true);
  }).catch(() => { /* without texts there is nothing to show; the shop's page works on */ });
})();
