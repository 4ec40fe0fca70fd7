package dev.tillgate.provider;

import java.util.List;
import java.util.Map;

/** What became of the wish that a provider sends its notifications to an address. */
public sealed interface Registration {
    /**
     * The address is told.
     *
     * @param settings what the account must know from now on, such as the secret that notifications are signed with
     * @param replaced webhooks that are to be taken away once these settings are kept
     */
    record Registered(Map<String, String> settings, List<String> replaced) implements Registration {
        public Registered {
            settings = Map.copyOf(settings);
            replaced = List.copyOf(replaced);
        }

        /** Without the settings: they are secrets. */
        @Override
        public String toString() {
            return "Registered" + settings.keySet();
        }
    }

    /** There is one already whose secret cannot be read: the merchant pastes it, or lets it be replaced. */
    record AsksConsent() implements Registration {}

    /** It cannot be done like this; nothing was changed. */
    record Refused(Reason reason, String detail) implements Registration {}

    /** No usable answer: asked again, it finds what was made. */
    record Unknown(String why) implements Registration {}

    /** Why it cannot be done. */
    enum Reason {
        /** The provider calls https addresses only. */
        NOT_HTTPS,
        /** The address is one of this machine or of a private network. */
        NOT_PUBLIC,
        /** The provider calls the usual port only. */
        PORT,
        /** There are as many webhooks as the provider allows. */
        TOO_MANY,
        /** The account's keys may not do this. */
        CREDENTIALS,
        OTHER
    }
}
