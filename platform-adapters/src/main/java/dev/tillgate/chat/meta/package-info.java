/**
 * What WhatsApp and Messenger share, both being Meta's: how webhooks are shaken hands over and signed, how the Graph API is
 * called, and what its error codes mean.
 */
package dev.tillgate.chat.meta;
