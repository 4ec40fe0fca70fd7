/** Chatwoot: a help desk whose inboxes reach buyers on websites, WhatsApp, Facebook, Instagram, Telegram, LINE and more. */
package dev.tillgate.chat.chatwoot;
