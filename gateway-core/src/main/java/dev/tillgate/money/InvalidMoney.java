package dev.tillgate.money;

/** The amount or currency cannot be used as it is; the message says why in words fit for the caller. */
public final class InvalidMoney extends IllegalArgumentException {
    public InvalidMoney(String why) {
        super(why);
    }
}
