package dev.tillgate.provider.sandbox.bank;

import java.util.Optional;
import java.util.stream.Stream;

/** A way to pay at the bank, and the most minor units it takes at once. */
enum BankMethod {
    CARD("card", true, 99_999_999_999L),
    WALLET("wallet", false, 9_999_999_999L),
    QR("qr", false, 999_999_999L),
    BANK_TRANSFER("bank_transfer", false, 999_999_999_999_999L);

    private final String code;
    private final boolean manualCapture;
    private final long limit;

    BankMethod(String code, boolean manualCapture, long limit) {
        this.code = code;
        this.manualCapture = manualCapture;
        this.limit = limit;
    }

    static Optional<BankMethod> of(String code) {
        return Stream.of(values()).filter(method -> method.code.equals(code)).findFirst();
    }

    String code() {
        return code;
    }

    boolean manualCapture() {
        return manualCapture;
    }

    long limit() {
        return limit;
    }
}
