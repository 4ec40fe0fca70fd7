/** What WeChat's official accounts and WeCom's customer service have in common: signatures, envelopes and calls. */
package dev.tillgate.chat.tencent;
