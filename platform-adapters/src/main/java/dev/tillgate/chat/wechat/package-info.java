/** Official accounts at WeChat. */
package dev.tillgate.chat.wechat;
