package dev.tillgate.provider;

/** What became of {@link Evidence} at a provider. What is not understood is {@link Unknown}. */
public sealed interface Submission {
    /** The provider has it. */
    record Taken() implements Submission {}

    /** The provider does not take it, and has not: sending the same again does not help. */
    record Refused(Reason reason, String detail) implements Submission {}

    /** It surely never arrived, and is still wanted. */
    record NotSent(String why) implements Submission {}

    /** It may have arrived: to be asked about before anything is sent again. */
    record Unknown(String why) implements Submission {}

    /** Why evidence is not taken. */
    enum Reason {
        /** There is an answer already that is not this one. */
        ANSWERED,
        /** The time is over, or it is decided. */
        CLOSED,
        /** Not at this stage, or not by program. */
        NOT_YET,
        /** Too many, too large, or of the wrong kind. */
        DOCUMENTS,
        /** The account's keys may not do this. */
        CREDENTIALS,
        OTHER
    }
}
