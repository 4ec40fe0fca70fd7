package dev.tillgate.merchant;

/** The one rule for names that people give things. */
final class Names {
    private static final int LONGEST = 120;

    private Names() {}

    /** The name without surrounding space. */
    static String accepted(String field, String name) {
        String trimmed = name.strip();
        if (trimmed.isEmpty()) {
            throw new NotAccepted(field, "problem.name.empty");
        }
        if (trimmed.codePointCount(0, trimmed.length()) > LONGEST
                || trimmed.codePoints().anyMatch(Character::isISOControl)) {
            throw new NotAccepted(field, "problem.name.invalid");
        }
        return trimmed;
    }
}
