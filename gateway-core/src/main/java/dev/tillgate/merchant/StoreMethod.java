package dev.tillgate.merchant;

import dev.tillgate.payment.AccountId;

/**
 * A method of a store through one provider account.
 *
 * @param method the method's code, such as {@code card}
 * @param enabled whether buyers see it
 * @param position the lowest is offered first
 */
public record StoreMethod(String method, AccountId account, boolean enabled, int position) {
    public StoreMethod switched(boolean on) {
        return new StoreMethod(method, account, on, position);
    }

    public StoreMethod at(int newPosition) {
        return new StoreMethod(method, account, enabled, newPosition);
    }

    /** Whether both are about the same method and account. */
    public boolean isSame(StoreMethod other) {
        return method.equals(other.method) && account.equals(other.account);
    }
}
