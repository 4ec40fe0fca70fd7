/** WhatsApp, through Meta's Cloud API. */
package dev.tillgate.chat.whatsapp;
