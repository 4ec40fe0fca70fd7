// The shop's one address: takes events, answers order.read and ping.
import http from 'node:http';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { findOrder, markPaid } from './shop.mjs'; // yours: markPaid compares amount and currency with the order
const key = Buffer.from(process.env.CALLBACK_SECRET.slice('whsec_'.length), 'base64');
const sign = (id, time, body) => 'v1,' + createHmac('sha256', key).update(`${id}.${time}.`).update(body).digest('base64');
const same = (a, b) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
http.createServer(async (request, response) => {
  const { 'webhook-id': id = '', 'webhook-timestamp': time = '', 'webhook-signature': given = '' } = request.headers;
  const [body, now] = [Buffer.concat(await request.toArray()), Math.floor(Date.now() / 1000)];
  const good = given.split(' ').some(one => same(one, sign(id, time, body))) && Math.abs(now - time) < 300;
  if (!good) return response.writeHead(401).end();
  const { type, order, payment_id, data } = JSON.parse(body);
  if (/^payment\.paid(_late)?$/.test(type)) await markPaid(payment_id, data);
  const found = type === 'order.read' ? await findOrder(order) ?? { order, state: 'missing' } : {};
  const said = JSON.stringify(type === 'ping' ? { pong: id, time: new Date() } : found);
  response.writeHead(found.state === 'missing' ? 404 : 200,
    { 'webhook-id': id, 'webhook-timestamp': now, 'webhook-signature': sign(id, now, said) }).end(said);
}).listen(process.env.PORT ?? 3000);
