/**
 * Alipay's v2 gateway for merchants in mainland China: signed forms to {@code /gateway.do}, and signed addresses that the
 * payer opens. {@link dev.tillgate.provider.alipay.Alipay} is all the gateway needs to know of it; {@link
 * dev.tillgate.provider.alipay.simulator} is its other side.
 */
package dev.tillgate.provider.alipay;
