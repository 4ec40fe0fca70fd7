/**
 * WeChat Pay, API v3, for a merchant in mainland China who is connected directly. {@link
 * dev.tillgate.provider.wechatpay.WechatPay} is the way in.
 *
 * <p>Starting a charge here never moves money: it makes an order that somebody may pay who gets its code, link or
 * prepay id. So an order whose answer was lost can be paid by nobody, and asking for it again under the same number is
 * harmless. Money is believed only when the order is asked about, or when a notification says so.
 */
package dev.tillgate.provider.wechatpay;
