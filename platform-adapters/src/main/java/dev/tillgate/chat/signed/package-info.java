/** How channels sign what they send: what several of them share. */
package dev.tillgate.chat.signed;
