/**
 * The other side of WeChat Pay's wire: {@link dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator}. Its
 * signatures, certificates and seals are written here anew and share nothing with the provider's, so that each is a test
 * of the other.
 */
package dev.tillgate.provider.wechatpay.simulator;
