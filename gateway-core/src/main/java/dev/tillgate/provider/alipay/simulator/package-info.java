/**
 * Alipay's other side: {@link dev.tillgate.provider.alipay.simulator.AlipaySimulator} answers {@code /gateway.do} as Alipay
 * does, shows the payer a cashier page, and sends notifications until one is answered {@code success}. It shares no code
 * with the client: what it checks and signs is written anew here, and judged by the vendor's SDK.
 */
package dev.tillgate.provider.alipay.simulator;
