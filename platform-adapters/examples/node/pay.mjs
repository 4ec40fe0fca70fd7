// Creates a payment for order 1042 and sends the buyer to its page.
import http from 'node:http';
const { TILLGATE_URL, CLIENT_ID, CLIENT_SECRET, PORT = '3000' } = process.env;
const post = async (path, headers, body) => (await fetch(TILLGATE_URL + path, { method: 'POST', headers, body })).json();
http.createServer(async (request, response) => {
  const form = { authorization: `Basic ${btoa(`${CLIENT_ID}:${CLIENT_SECRET}`)}`, 'content-type': 'application/x-www-form-urlencoded' };
  const { access_token } = await post('/api/oauth/token', form, 'grant_type=client_credentials');
  const payment = await post('/api/v1/payments',
    { authorization: `Bearer ${access_token}`, 'content-type': 'application/json', 'idempotency-key': 'order-1042-1' },
    JSON.stringify({ order: '1042', amount: '12.30', currency: 'EUR', buyer: { return_url: 'https://shop.example/thanks' } }));
  response.writeHead(303, { location: payment.checkout_url }).end();
}).listen(PORT);
