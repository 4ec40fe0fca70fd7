package dev.tillgate.merchant;

import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.MethodType;
import dev.tillgate.provider.ProviderType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Switches a store's methods on and off and puts them in order. What was never touched is off, and last. */
public final class StoreMethods {
    private final MerchantBook stores;
    private final AccountBook accounts;
    private final ProviderAccounts providers;

    public StoreMethods(MerchantBook stores, AccountBook accounts, ProviderAccounts providers) {
        this.stores = stores;
        this.accounts = accounts;
        this.providers = providers;
    }

    /** Every method that the merchant's accounts serve, in the store's order. */
    public List<StoreMethod> of(MerchantId merchant, StoreId store) {
        return completed(stores.methods(merchant, store), served(merchant));
    }

    /** Lets buyers see a method, or hides it. One that no account serves changes nothing. */
    public void enable(MerchantId merchant, StoreId store, String method, AccountId account, boolean enabled) {
        StoreMethod wanted = new StoreMethod(method, account, enabled, 0);
        change(merchant, store, all -> {
            all.replaceAll(each -> each.isSame(wanted) ? each.switched(enabled) : each);
            return all;
        });
    }

    /** Offers every method of an account at once, behind those the store has. */
    public void enableAll(MerchantId merchant, StoreId store, AccountId account) {
        change(merchant, store, all -> {
            all.replaceAll(each -> each.account().equals(account) ? each.switched(true) : each);
            return all;
        });
    }

    /** Moves a method one place up (towards the buyer's first choice) or down. */
    public void move(MerchantId merchant, StoreId store, String method, AccountId account, boolean up) {
        StoreMethod wanted = new StoreMethod(method, account, true, 0);
        change(merchant, store, all -> {
            int from = IntStream.range(0, all.size())
                    .filter(i -> all.get(i).isSame(wanted))
                    .findFirst()
                    .orElse(-1);
            int to = up ? from - 1 : from + 1;
            if (from >= 0 && to >= 0 && to < all.size()) {
                Collections.swap(all, from, to);
            }
            return all;
        });
    }

    private void change(MerchantId merchant, StoreId store, UnaryOperator<List<StoreMethod>> change) {
        List<StoreMethod> served = served(merchant);
        stores.changeMethods(
                merchant, store, before -> numbered(change.apply(new ArrayList<>(completed(before, served)))));
    }

    private List<StoreMethod> served(MerchantId merchant) {
        List<StoreMethod> served = new ArrayList<>();
        for (ProviderAccount account : accounts.accounts(merchant)) {
            List<MethodType> methods = providers
                    .type(account.provider())
                    .map(ProviderType::methods)
                    .orElse(List.of());
            methods.forEach(method -> served.add(new StoreMethod(method.code(), account.id(), false, 0)));
        }
        return served;
    }

    private static List<StoreMethod> completed(List<StoreMethod> kept, List<StoreMethod> served) {
        List<StoreMethod> all = new ArrayList<>(kept);
        served.stream().filter(one -> kept.stream().noneMatch(one::isSame)).forEach(all::add);
        return numbered(all);
    }

    private static List<StoreMethod> numbered(List<StoreMethod> methods) {
        return IntStream.range(0, methods.size())
                .mapToObj(i -> methods.get(i).at(i + 1))
                .toList();
    }
}
