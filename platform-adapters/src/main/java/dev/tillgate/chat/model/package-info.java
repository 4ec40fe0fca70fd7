/** A language model that helps to understand what buyers write; it never sees or says what is paid, to whom or whether. */
package dev.tillgate.chat.model;
