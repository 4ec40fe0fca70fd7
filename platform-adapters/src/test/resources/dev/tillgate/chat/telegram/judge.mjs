// An unmodified grammY bot against the Bot API server of the tests: whatever it cannot work with, Telegram would not say.
import { Bot, GrammyError, InlineKeyboard, webhookCallback } from 'grammy';
import http from 'node:http';

const [token, apiRoot, chat] = process.argv.slice(2);
const told = [];
const bot = new Bot(token, { client: { apiRoot } });
bot.on('message:text', async ctx => {
  const sent = await ctx.reply('heard: ' + ctx.message.text, {
    link_preview_options: { is_disabled: true },
    reply_markup: new InlineKeyboard().text('Yes', 'yes').row().url('Pay', 'https://pay.shop.example/pay/1'),
  });
  told.push({ said: ctx.message.text, from: ctx.from.id, at: ctx.message.date, replied: sent.message_id });
});
bot.on('callback_query:data', async ctx => {
  await ctx.answerCallbackQuery();
  await ctx.editMessageText('pressed: ' + ctx.callbackQuery.data);
  told.push({ pressed: ctx.callbackQuery.data });
});
await bot.init();
await bot.api.deleteWebhook();
for (const update of await bot.api.getUpdates({ limit: 10, timeout: 0 })) {
  await bot.handleUpdate(update);
  await bot.api.getUpdates({ offset: update.update_id + 1, limit: 1, timeout: 0 });
}

const failure = async call => {
  try {
    await call();
    return null;
  } catch (error) {
    if (!(error instanceof GrammyError)) throw error;
    return { code: error.error_code, description: error.description, retryAfter: error.parameters.retry_after ?? null };
  }
};
const errors = {
  gone: await failure(() => bot.api.editMessageText(chat, 999999, 'x')),
  same: await failure(async () => {
    const sent = await bot.api.sendMessage(chat, 'once');
    await bot.api.editMessageText(chat, sent.message_id, 'once');
  }),
  long: await failure(() => bot.api.sendMessage(chat, 'a'.repeat(4097))),
};

const server = http.createServer(webhookCallback(bot, 'http', { secretToken: 'the-secret' }));
await new Promise(ready => server.listen(0, '127.0.0.1', ready));
await bot.api.setWebhook(`http://127.0.0.1:${server.address().port}/`, { secret_token: 'the-secret' });
console.log(JSON.stringify({ told, errors }));
process.stdin.once('data', () => {
  console.log(JSON.stringify({ told }));
  server.close();
  process.exit(0);
});
