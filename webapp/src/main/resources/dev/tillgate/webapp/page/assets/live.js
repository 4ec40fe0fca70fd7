// The pages work without this. With it: what others say or pay appears by itself.
(() => {
  'use strict';
  const SOON = 3000, SELDOM = 60000, HOUR = 3600000;
  const parts = () => document.querySelectorAll('[data-live]');
  let waiting, pause = SOON, touched = Date.now();

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
    // A page that nobody touches must not keep its reader logged in for ever.
    if (!document.hidden && Date.now() - touched < HOUR) waiting = setTimeout(look, pause);
    else waiting = undefined;
  }

  function touch() {
    touched = Date.now();
    if (!waiting) later();
  }

  if (parts().length) {
    for (const sign of ['pointerdown', 'pointermove', 'keydown']) document.addEventListener(sign, touch, { passive: true });
    document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); else clearTimeout(waiting); });
    later();
  }
})();
