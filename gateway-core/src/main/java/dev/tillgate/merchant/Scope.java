package dev.tillgate.merchant;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an API client may do, by the name an access token carries. */
public enum Scope {
    /** Read payments, methods and events. */
    PAYMENTS_READ("payments:read"),
    /** Create, capture and cancel payments. */
    PAYMENTS_WRITE("payments:write"),
    /** Give money back. */
    REFUNDS_WRITE("refunds:write"),
    /** List and replay callback deliveries. */
    CALLBACKS_MANAGE("callbacks:manage"),
    /** Open conversations and let them pay orders. */
    CHAT_WRITE("chat:write");

    private final String code;

    Scope(String code) {
        this.code = code;
    }

    /** The public name, such as {@code payments:read}. */
    public String code() {
        return code;
    }

    public static Optional<Scope> of(String code) {
        return Stream.of(values()).filter(scope -> scope.code.equals(code)).findFirst();
    }

    /** Reads names separated by spaces; names this version does not know are left out. */
    public static Set<Scope> parse(String codes) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String code : codes.split(" ")) {
            of(code).ifPresent(scopes::add);
        }
        return scopes;
    }

    /** Names separated by spaces, in a fixed order. */
    public static String format(Set<Scope> scopes) {
        return Stream.of(values()).filter(scopes::contains).map(Scope::code).collect(Collectors.joining(" "));
    }
}
