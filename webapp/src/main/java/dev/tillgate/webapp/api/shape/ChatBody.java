package dev.tillgate.webapp.api.shape;

import dev.tillgate.chat.Conversations;
import dev.tillgate.chat.Conversations.Utterance;
import dev.tillgate.chat.Grants;
import dev.tillgate.money.Money;
import dev.tillgate.webapp.api.json.Fields;
import dev.tillgate.webapp.api.json.JsonBody;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is asked for in and about conversations. */
public final class ChatBody {
    private static final long MAX_SAFE = 9_007_199_254_740_991L;
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");

    private ChatBody() {}

    /** For a new grant. */
    @Schema(name = "CreateChatGrant", description = "Lets a conversation pay one order, up to a ceiling.")
    public record NewGrant(
            @Schema(description = "The shop's own order number", minLength = 1, maxLength = 100)
            String order,

            @Schema(
                    description = "The shop's version of the order",
                    minimum = "0",
                    maximum = "9007199254740991",
                    defaultValue = "1")
            @Nullable
            Long revision,

            @Schema(description = "Exact decimal text above zero", minLength = 1, maxLength = 24, example = "12.34")
            String amount,

            @Schema(description = "ISO 4217", minLength = 3, maxLength = 3)
            String currency,

            @Schema(
                    description =
                            "Whether amount is the price itself; else the shop is asked, and amount is the ceiling",
                    defaultValue = "false")
            @Nullable
            Boolean quoted,

            @Schema(description = "One line for the buyer", minLength = 1, maxLength = 255) @Nullable
            String description,

            @Schema(description = "The only channel that may use it; with conversation", maxLength = 32) @Nullable
            String channel,

            @Schema(description = "The only conversation of that channel that may use it", maxLength = 190) @Nullable
            String conversation,

            @Schema(
                    description = "For how many seconds a payment may be asked for",
                    minimum = "60",
                    maximum = "604800",
                    defaultValue = "86400")
            @Nullable
            Long expiresIn,

            @Schema(
                    description =
                            "Whether a short code is wanted too, for channels in whose links a token is too long, such as Telegram",
                    defaultValue = "false")
            @Nullable
            Boolean code,

            @Schema(description = "Whether a company pays: methods that suit it come first", defaultValue = "false")
            @Nullable
            Boolean business) {
        /** Read and checked. */
        public record Wanted(
                String order,
                long revision,
                Money amount,
                boolean quoted,
                boolean business,
                String description,
                @Nullable String conversation,
                long seconds,
                boolean code) {}

        /** @throws dev.tillgate.webapp.problem.ProblemException with everything that is wrong with the body */
        public static Wanted read(JsonBody body) {
            Fields fields = body.fields();
            String order = fields.text("order", 100);
            long revision = fields.whole("revision", 0, MAX_SAFE, 1);
            Money amount = fields.money("amount", "currency");
            boolean quoted = fields.truth("quoted", false);
            String description = Objects.requireNonNullElse(fields.optionalText("description", 255), "");
            String channel = channelIn(fields);
            String conversation = fields.optionalText("conversation", 190);
            if ((channel == null) != (conversation == null)) {
                fields.reject(channel == null ? "channel" : "conversation", "must be given together with the other");
            }
            long seconds = fields.whole("expires_in", 60, Grants.LONGEST.toSeconds(), 86_400);
            boolean code = fields.truth("code", false);
            boolean business = fields.truth("business", false);
            fields.end();
            return new Wanted(
                    order,
                    revision,
                    Objects.requireNonNull(amount, "end() has told that there is none"),
                    quoted,
                    business,
                    description,
                    channel == null ? null : channel + ":" + conversation,
                    seconds,
                    code);
        }
    }

    /** To open a conversation. */
    @Schema(name = "OpenChat", description = "Opens a conversation, or finds the one of this name.")
    public record Opening(
            @Schema(description = "Through which channel", maxLength = 32, defaultValue = "bot") @Nullable
            String channel,

            @Schema(
                    description = "The channel's own name of it; needed with an access token, given by the grant else",
                    maxLength = 190)
            @Nullable
            String conversation,

            @Schema(description = "Language, as a BCP 47 tag", minLength = 2, maxLength = 35) @Nullable
            String locale,

            @Schema(description = "A grant of the store's server", maxLength = 4096) @Nullable
            String grant) {
        /** Read and checked. */
        public record Wanted(
                String channel,
                @Nullable String conversation,
                String locale,
                @Nullable String grant) {}

        /** @throws dev.tillgate.webapp.problem.ProblemException with everything that is wrong with the body */
        public static Wanted read(JsonBody body) {
            Fields fields = body.fields();
            Wanted wanted = new Wanted(
                    Objects.requireNonNullElse(channelIn(fields), "bot"),
                    fields.optionalText("conversation", 190),
                    localeIn(fields),
                    fields.optionalText("grant", 4096));
            fields.end();
            return wanted;
        }
    }

    /** To open a conversation from a shop's page. */
    @Schema(name = "OpenWidget", description = "What the widget on a shop's page sends to open a conversation.")
    public record Widget(
            @Schema(description = "Whose page it is", pattern = "^sto_[0-9a-z]{26}$", maxLength = 30)
            String store,

            @Schema(description = "Language, as a BCP 47 tag", minLength = 2, maxLength = 35) @Nullable
            String locale,

            @Schema(description = "A grant of the store's server, for the order of this page", maxLength = 4096)
            @Nullable
            String grant) {
        /** Read and checked. */
        public record Wanted(
                String store, String locale, @Nullable String grant) {}

        /** @throws dev.tillgate.webapp.problem.ProblemException with everything that is wrong with the body */
        public static Wanted read(JsonBody body) {
            Fields fields = body.fields();
            Wanted wanted = new Wanted(fields.text("store", 30), localeIn(fields), fields.optionalText("grant", 4096));
            fields.end();
            return wanted;
        }
    }

    /** Something said. */
    @Schema(name = "SayInChat", description = "What the buyer wrote, or the meaning of the button that was pressed.")
    public record Saying(
            @Schema(description = "The buyer's words", minLength = 1, maxLength = 2000) @Nullable
            String text,

            @Schema(description = "The button's says; text is then its label", maxLength = 32) @Nullable
            String says,

            @Schema(description = "The button's method", maxLength = 32) @Nullable
            String method) {
        /** @throws dev.tillgate.webapp.problem.ProblemException with everything that is wrong with the body */
        public static Utterance read(JsonBody body) {
            Fields fields = body.fields();
            String text = fields.text("text", Conversations.LONGEST_TEXT);
            String says = fields.optionalText(
                    "says", 32, code -> Conversations.meaning(code).isPresent(), "the says of a button");
            String method =
                    fields.optionalText("method", 32, code -> NAME.matcher(code).matches(), "the method of a button");
            fields.end();
            return says == null
                    ? new Conversations.Text(text)
                    : new Conversations.Pressed(Conversations.meaning(says).orElseThrow(), method, text);
        }
    }

    /** What the shop's own bot answers. */
    @Schema(name = "ReplyInChat", description = "What the store's own bot says to the buyer.")
    public record Reply(
            @Schema(description = "The bot's words", minLength = 1, maxLength = 2000)
            String text,

            @Schema(description = "Whether a person of the store's shall answer from now on", defaultValue = "false")
            @Nullable
            Boolean person) {
        /** Read and checked. */
        public record Wanted(String text, boolean person) {}

        /** @throws dev.tillgate.webapp.problem.ProblemException with everything that is wrong with the body */
        public static Wanted read(JsonBody body) {
            Fields fields = body.fields();
            Wanted wanted = new Wanted(fields.text("text", Conversations.LONGEST_TEXT), fields.truth("person", false));
            fields.end();
            return wanted;
        }
    }

    /** One more grant. */
    @Schema(name = "GrantInChat", description = "Another order that the conversation may pay.")
    public record Granting(
            @Schema(description = "A grant of the store's server", minLength = 1, maxLength = 4096)
            String grant) {
        /** @throws dev.tillgate.webapp.problem.ProblemException with everything that is wrong with the body */
        public static String read(JsonBody body) {
            Fields fields = body.fields();
            String grant = fields.text("grant", 4096);
            fields.end();
            return grant;
        }
    }

    /** One order to pay. */
    @Schema(name = "PayInChat", description = "Which order is to be paid.")
    public record Paying(
            @Schema(description = "The shop's own order number", minLength = 1, maxLength = 100)
            String order) {
        /** @throws dev.tillgate.webapp.problem.ProblemException with everything that is wrong with the body */
        public static String read(JsonBody body) {
            Fields fields = body.fields();
            String order = fields.text("order", 100);
            fields.end();
            return order;
        }
    }

    private static @Nullable String channelIn(Fields fields) {
        return fields.optionalText(
                "channel", 32, code -> NAME.matcher(code).matches(), "a short lower-case name such as bot");
    }

    private static String localeIn(Fields fields) {
        String locale = fields.optionalText(
                "locale", 35, text -> LANGUAGE.matcher(text).matches(), "a BCP 47 tag such as zh-CN");
        return locale == null ? "en" : locale;
    }
}
