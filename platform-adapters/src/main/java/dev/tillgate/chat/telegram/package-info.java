/** Telegram bots. */
package dev.tillgate.chat.telegram;
