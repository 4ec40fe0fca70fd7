// Independent libraries as judges, unmodified: each line of input is a question in JSON, each line of output its answer.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { WhatsAppAPI } from 'whatsapp-api-js';
import * as whatsapp from 'whatsapp-api-js/messages';
import { WhatsAppClient } from '@kapso/whatsapp-cloud-api';
import { normalizeWebhook, verifySignature } from '@kapso/whatsapp-cloud-api/server';
import * as messenger from '@warriorteam/messenger-sdk';

const require = createRequire(import.meta.url);
const { MessengerClient } = require('messaging-api-messenger');
const ChatwootClient = require('@figuro/chatwoot-sdk').default;

const GRAPH = 'https://graph.facebook.com';

// Their own fetch, but to another host where a question names one; what is sent is kept.
const toward = (origin, kept) => async (url, init) => {
  kept.url = String(url).replace(GRAPH, '');
  kept.body = JSON.parse(init.body);
  return origin
    ? fetch(String(url).replace(GRAPH, origin), init)
    : new Response(JSON.stringify({ messages: [{ id: 'wamid.x' }] }), { status: 200 });
};

const first = (api, ask) => {
  const { Body, Interactive, ActionCTA, ActionButtons, Button, ActionList, ListSection, Row, Text } = whatsapp;
  switch (ask.kind) {
    case 'text': return new Text(ask.text, false);
    case 'pay': return new Interactive(new ActionCTA(ask.label, ask.url), new Body(ask.text));
    case 'buttons': return new Interactive(
      new ActionButtons(...ask.buttons.map(one => new Button(one.id, one.title))), new Body(ask.text));
    case 'list': return new Interactive(
      new ActionList(ask.label, new ListSection(undefined, ...ask.buttons.map(one => new Row(one.id, one.title)))),
      new Body(ask.text));
    case 'template': return new whatsapp.Template(
      ask.name, new whatsapp.Language(ask.language),
      new whatsapp.BodyComponent(...ask.places.map(text => new whatsapp.BodyParameter(text))));
  }
};

const second = (client, to, ask) => {
  const all = { phoneNumberId: ask.number, ...to };
  switch (ask.kind) {
    case 'text': return client.messages.sendText({ ...all, body: ask.text, previewUrl: false });
    case 'pay': return client.messages.sendInteractiveCtaUrl(
      { ...all, bodyText: ask.text, parameters: { displayText: ask.label, url: ask.url } });
    case 'buttons': return client.messages.sendInteractiveButtons(
      { ...all, bodyText: ask.text, buttons: ask.buttons });
    case 'list': return client.messages.sendInteractiveList(
      { ...all, bodyText: ask.text, buttonText: ask.label, sections: [{ rows: ask.buttons }] });
    case 'template': return client.messages.sendTemplate({ ...all, template: {
      name: ask.name, language: { code: ask.language },
      components: [{ type: 'body', parameters: ask.places.map(text => ({ type: 'text', text })) }] } });
  }
};

// Where a client says what it wants, without anybody to answer.
const overheard = async work => {
  const kept = {};
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', part => parts.push(part));
    request.on('end', () => {
      kept.method = request.method;
      kept.path = request.url;
      kept.token = request.headers.api_access_token;
      kept.body = Buffer.concat(parts).toString();
      response.setHeader('Content-Type', 'application/json');
      response.end('{"id":1}');
    });
  });
  await new Promise(ready => server.listen(0, '127.0.0.1', ready));
  try {
    await work(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.close();
  }
  return kept;
};

const chatwoot = (basePath, token) => new ChatwootClient(
  { config: { basePath, with_credentials: true, credentials: 'include', token } });

const fields = multipart => Object.fromEntries(
  [...multipart.matchAll(/name="([^"]+)"\r\n\r\n([\s\S]*?)\r\n--/g)].map(([, name, value]) => [name, value]));

const judges = {
  async 'whatsapp-api-js hears'(ask) {
    const api = new WhatsAppAPI({ token: 'x', appSecret: ask.secret, v: 'v25.0' });
    let heard = null;
    api.on.message = args => { heard = { from: args.from, phoneID: args.phoneID, message: args.message }; };
    try {
      await api.post(JSON.parse(ask.body), ask.body, ask.signature);
      return { valid: true, heard };
    } catch (refused) {
      return { valid: false, why: String(refused) };
    }
  },
  async 'whatsapp-api-js shakes hands'(ask) {
    const api = new WhatsAppAPI({ token: 'x', appSecret: 'x', v: 'v25.0', webhookVerifyToken: ask.verify });
    try {
      return { answer: await api.get(Object.fromEntries(new URLSearchParams(ask.query))) };
    } catch (refused) {
      return { answer: null, why: String(refused) };
    }
  },
  async 'whatsapp-api-js sends'(ask) {
    const kept = {};
    const api = new WhatsAppAPI(
      { token: ask.token, appSecret: 'x', v: 'v25.0', ponyfill: { fetch: toward(ask.origin, kept) } });
    kept.answer = await api.sendMessage(ask.number, ask.to, first(api, ask));
    return kept;
  },
  async 'kapso hears'(ask) {
    const valid = verifySignature(
      { appSecret: ask.secret, rawBody: Buffer.from(ask.body), signatureHeader: ask.signature });
    return valid ? { valid, heard: normalizeWebhook(JSON.parse(ask.body)).messages } : { valid };
  },
  async 'kapso sends'(ask) {
    const kept = {};
    const client = new WhatsAppClient(
      { accessToken: ask.token, graphVersion: 'v25.0', fetch: toward(ask.origin, kept) });
    kept.answer = await second(client, ask.to.includes('.') ? { recipient: ask.to } : { to: ask.to }, ask);
    return kept;
  },
  async 'messenger-sdk hears'(ask) {
    const checked = await messenger.verifyWebhookSignature(Buffer.from(ask.body), ask.signature, ask.secret);
    const events = checked.isValid ? messenger.extractWebhookEvents(JSON.parse(ask.body)) : [];
    return {
      valid: checked.isValid,
      heard: [...events].map(event => ({ kind: messenger.getWebhookEventType(event), event })),
    };
  },
  async 'messaging-api-messenger sends'(ask) {
    const client = new MessengerClient({ accessToken: ask.token, origin: ask.origin, version: '25.0' });
    const options = { messagingType: 'RESPONSE' };
    if (ask.buttons) {
      options.quickReplies = ask.buttons.map(one => ({ contentType: 'text', title: one.title, payload: one.id }));
    }
    try {
      return { answer: ask.url
        ? await client.sendButtonTemplate(
          ask.to, ask.text, [{ type: 'web_url', url: ask.url, title: ask.label }], options)
        : await client.sendText(ask.to, ask.text, options) };
    } catch (refused) {
      return { answer: null, why: String(refused) };
    }
  },
  async 'chatwoot-sdk sends'(ask) {
    const kept = await overheard(async host => {
      const client = chatwoot(host, ask.token);
      await client.messages.create({ accountId: ask.account, conversationId: ask.conversation, data: ask.data });
    });
    return { ...kept, body: fields(kept.body) };
  },
  async 'chatwoot-sdk toggles'(ask) {
    return { answer: await chatwoot(ask.origin, ask.token).conversations.toggleStatus(
      { accountId: ask.account, conversationId: ask.conversation, data: { status: ask.status } }) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const ask = JSON.parse(line);
  let answer;
  try {
    answer = await judges[ask.judge](ask);
  } catch (broken) {
    answer = { broken: String(broken) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
