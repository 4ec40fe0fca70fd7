// The page works without this. With it: live updates, a running countdown, copy buttons, local times.
(() => {
  'use strict';
  const $ = (selector, root = document) => root.querySelectorAll(selector);
  const main = () => document.getElementById('main');
  const said = document.getElementById('said');
  const offline = document.getElementById('offline');
  const wide = matchMedia('(min-width: 50rem)');
  let opened = 0, stream, failures = 0, polling, looking = false, again = false;

  function dress() {
    if (wide.matches) $('.lines').forEach((lines) => { lines.open = true; });
    $('.copy[hidden], .print[hidden]').forEach((button) => { button.hidden = false; });
    $('time[data-local]').forEach((time) => {
      const style = { dateStyle: 'medium', timeStyle: 'short' };
      time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, style).format(new Date(time.dateTime));
      time.removeAttribute('data-local');
    });
    bridge();
    tick();
  }

  // Inside WeChat its own browser offers the wallet to pages; nothing is loaded from anywhere.
  function bridge() {
    const asked = document.querySelector('.bridge[data-bridge="wechat_jsapi"]'), button = document.getElementById('invoke');
    if (!asked || !button || !/MicroMessenger/i.test(navigator.userAgent)) return;
    const values = [...$('dd', asked)].map((value) => value.textContent);
    const parameters = Object.fromEntries([...$('dt', asked)].map((name, i) => [name.textContent, values[i]]));
    const call = () => window.WeixinJSBridge.invoke('getBrandWCPayRequest', parameters, () => look());
    button.hidden = false;
    button.onclick = call;
    if (window.WeixinJSBridge) call();
    else document.addEventListener('WeixinJSBridgeReady', call, { once: true });
  }

  function tick() {
    $('time[data-until]').forEach((time) => {
      const left = Math.round((Number(time.dataset.until) - Date.now()) / 1000);
      if (left <= -1 && !time.dataset.over) {
        time.dataset.over = '1';
        look();
      }
      const s = Math.max(0, left), two = (n) => String(n).padStart(2, '0');
      const hours = Math.floor(s / 3600), minutes = Math.floor(s / 60) % 60;
      time.textContent = (hours ? hours + ':' + two(minutes) : minutes) + ':' + two(s % 60);
    });
  }

  // Fetches this page again and takes over its main part, if the state moved on.
  async function look() {
    if (looking) { again = true; return; }
    looking = true;
    try {
      const answer = await fetch(location.pathname + location.search, { cache: 'no-store', credentials: 'same-origin' });
      if (!answer.ok) throw new Error(String(answer.status));
      swap(new DOMParser().parseFromString(await answer.text(), 'text/html'));
      offline.hidden = true;
    } catch (e) {
      offline.hidden = false;
      setTimeout(look, 5000);
    } finally {
      looking = false;
      if (again) { again = false; look(); }
    }
  }

  function swap(page) {
    const next = page.getElementById('main'), now = main();
    if (!next || next.dataset.sequence === now.dataset.sequence && next.dataset.state === now.dataset.state) return;
    const moved = next.dataset.state !== now.dataset.state || next.dataset.state === 'choose';
    const opened = [...$('details', now)].map((details) => details.open);
    document.title = page.title;
    now.replaceWith(next);
    dress();
    if (moved) {
      const heading = next.querySelector('h1'), notice = next.querySelector('.notice');
      said.textContent = (notice ? notice.textContent.trim().replace(/\s+/g, ' ') + ' ' : '') + heading.textContent;
      heading.focus({ preventScroll: true });
      scrollTo({ top: 0 });
      history.replaceState(null, '', location.pathname);
    } else {
      $('details', next).forEach((details, i) => { details.open = opened[i] ?? details.open; });
    }
  }

  function listen() {
    if (!main() || !main().dataset.link || stream) return;
    if (!window.EventSource || failures > 3) { poll(); return; }
    stream = new EventSource(main().dataset.link + '/events?after=' + main().dataset.sequence);
    stream.addEventListener('state', () => { failures = 0; look(); });
    stream.onopen = () => { opened = Date.now(); offline.hidden = true; };
    stream.onerror = () => {
      // Ended after its usual time: it comes back by itself. Turned away at once, again and again: ask instead.
      failures = Date.now() - opened > 30000 ? 0 : failures + 1;
      if (stream.readyState === 2 || failures > 3) { silence(); poll(); }
    };
  }

  function silence() {
    if (stream) stream.close();
    stream = undefined;
  }

  // Every few seconds while something is under way, seldom otherwise.
  function poll() {
    clearTimeout(polling);
    polling = setTimeout(async () => {
      try {
        const answer = await fetch(main().dataset.link + '/status', { cache: 'no-store', credentials: 'same-origin' });
        const status = await answer.json();
        offline.hidden = true;
        if (String(status.sequence) !== main().dataset.sequence || status.state !== main().dataset.state) await look();
      } catch (e) {
        offline.hidden = false;
      }
      poll();
    }, main().dataset.waiting === 'true' ? 4000 : 15000);
  }

  document.addEventListener('click', async (event) => {
    const copy = event.target.closest('.copy'), print = event.target.closest('.print');
    if (print) window.print();
    if (!copy) return;
    try {
      await navigator.clipboard.writeText(copy.dataset.copy);
      const before = copy.textContent;
      copy.textContent = said.textContent = copy.dataset.done;
      setTimeout(() => { copy.textContent = before; said.textContent = ''; }, 2000);
    } catch (e) {
      getSelection().selectAllChildren(copy.parentElement.querySelector('.value'));
    }
  });

  // One press is enough; the gateway would take a second one for the same, this only shows it.
  document.addEventListener('submit', (event) => {
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = '1';
    if (event.submitter) event.submitter.setAttribute('aria-busy', 'true');
  });

  // Back from the provider's page by the browser's own button, or from another tab or app.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    $('form').forEach((form) => { delete form.dataset.sent; });
    $('[aria-busy]').forEach((button) => button.removeAttribute('aria-busy'));
    look();
  });
  addEventListener('pagehide', silence);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || !main().dataset.link) return;
    look();
    if (!stream) { failures = 0; clearTimeout(polling); listen(); }
  });

  dress();
  setInterval(tick, 1000);
  if (main() && main().dataset.state) listen();
})();
