/** The shop's own bot: it speaks through the API and is told of everything by signed calls. */
package dev.tillgate.chat.bot;
