package dev.tillgate.chat;

import dev.tillgate.flow.chat.CodeBook;
import dev.tillgate.merchant.TokenRefused;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Short codes that stand for a grant where its token is too long: in a link that opens a chat, or typed by the buyer. A
 * code has 80 bits from a secure source, so it cannot be guessed within its life.
 */
public final class ChatCodes {
    /** Without letters and digits that look alike. */
    private static final String ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ0123456789";

    private static final int LENGTH = 16;
    private static final Pattern CODE = Pattern.compile("(?<![0-9A-Za-z])TG-?([0-9A-HJKMNP-TV-Z]{16})(?![0-9A-Za-z])");

    private final CodeBook book;
    private final Grants grants;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public ChatCodes(CodeBook book, Grants grants, InstantSource clock) {
        this.book = book;
        this.grants = grants;
        this.clock = clock;
    }

    /** A new code for a grant, valid as long as the grant is. */
    public String make(Grant grant, String token) {
        StringBuilder code = new StringBuilder("TG-");
        for (int i = 0; i < LENGTH; i++) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        book.keep(grant.merchant(), grant.store(), code.substring(3), token, grant.expiresAt());
        return code.toString();
    }

    /** The grant that a code within the text stands for. */
    Optional<Grant> in(MerchantId merchant, StoreId store, String text) {
        Matcher code = CODE.matcher(text.toUpperCase(Locale.ROOT));
        return code.find()
                ? book.token(merchant, store, code.group(1), clock.instant()).flatMap(this::read)
                : Optional.empty();
    }

    private Optional<Grant> read(String token) {
        try {
            return Optional.of(grants.read(token));
        } catch (TokenRefused meanwhileOver) {
            return Optional.empty();
        }
    }
}
