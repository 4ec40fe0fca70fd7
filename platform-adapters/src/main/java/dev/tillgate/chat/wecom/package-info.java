/** Customer service at WeCom (微信客服). */
package dev.tillgate.chat.wecom;
