import '@shopify/ui-extensions/preact';
import {render} from 'preact';
import {useEffect, useState} from 'preact/hooks';

const ADDRESS = '{{checkout_url}}';
const PATIENCE_MS = 60_000;

export default async () => {
  render(<PayNow />, document.body);
};

/** @typedef {{state: string, url?: string, after?: number}} Answer */

/**
 * Asks the gateway where this order is paid. The amount comes from Shopify, never from here.
 *
 * @returns {Promise<Answer>}
 */
async function ask(checkoutToken) {
  const session = await shopify.sessionToken.get();
  const answer = await fetch(`${ADDRESS}?token=${encodeURIComponent(checkoutToken)}`, {
    headers: {Authorization: `Bearer ${session}`},
  });
  return answer.ok ? answer.json() : {state: 'wait', after: 5};
}

function PayNow() {
  const [answer, setAnswer] = useState(/** @type {Answer} */ ({state: 'wait'}));
  const token = shopify.checkoutToken?.value;

  useEffect(() => {
    let over = false;
    let timer;
    const until = Date.now() + PATIENCE_MS;
    async function look() {
      let now;
      try {
        now = await ask(token);
      } catch {
        now = {state: 'wait', after: 5};
      }
      if (over) return;
      if (now.state !== 'wait') {
        setAnswer(now);
      } else if (Date.now() > until) {
        setAnswer({state: 'later'});
      } else {
        timer = setTimeout(look, 1000 * Math.max(1, now.after ?? 2));
      }
    }
    if (token) look();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [token]);

  const say = (key) => shopify.i18n.translate(key);
  if (!token || answer.state === 'none') return null;
  if (answer.state === 'paid') return <s-banner tone="success">{say('paid')}</s-banner>;
  if (answer.state === 'later') return <s-banner tone="info">{say('later')}</s-banner>;
  return (
    <s-banner heading={say('title')} tone="warning">
      <s-stack gap="base">
        {answer.state === 'pay' ? (
          <s-button variant="primary" href={answer.url}>
            {say('pay')}
          </s-button>
        ) : (
          <s-text>{say('wait')}</s-text>
        )}
      </s-stack>
    </s-banner>
  );
}
