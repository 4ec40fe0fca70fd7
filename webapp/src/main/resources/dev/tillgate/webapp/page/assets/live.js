// The pages work without this. With it: what others say or pay appears by itself.
(() => {
  'use strict';
  const SOON = 3000, SELDOM = 60000;
  const parts = () => document.querySelectorAll('[data-live]');
  let waiting, pause = SOON;

  async function look() {
    try {
      const answer = await fetch(location.pathname + location.search, { cache: 'no-store', credentials: 'same-origin', redirect: 'error' });
      if (!answer.ok) throw new Error(String(answer.status));
      swap(new DOMParser().parseFromString(await answer.text(), 'text/html'));
      pause = SOON;
    } catch (e) {
      // Logged out, or the gateway is away: asked again, ever less often.
      pause = Math.min(2 * pause, SELDOM);
    }
    later();
  }

  function swap(page) {
    parts().forEach((now) => {
      const next = page.getElementById(now.id);
      if (next && next.innerHTML !== now.innerHTML && !now.contains(document.activeElement)) {
        now.replaceChildren(...next.childNodes);
      }
    });
  }

  function later() {
    clearTimeout(waiting);
    if (!document.hidden) waiting = setTimeout(look, pause);
  }

  if (parts().length) {
    document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); else clearTimeout(waiting); });
    later();
  }
})();
