package dev.tillgate.payment;

import dev.tillgate.money.Money;

/**
 * One line of an order as the shop shows it; information only, the order's amount is what counts.
 *
 * @param total what this line costs in all, in the order's currency
 */
public record OrderLine(String name, int quantity, Money total) {}
