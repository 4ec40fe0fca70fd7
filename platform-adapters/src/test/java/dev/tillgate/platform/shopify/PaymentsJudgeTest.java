package dev.tillgate.platform.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shopify's published schema and its own library are the judges of what a payments app sends and believes. */
class PaymentsJudgeTest {
    private static SchemaCourt court;

    @BeforeAll
    static void open() {
        court = SchemaCourt.open();
    }

    @AfterAll
    static void close() {
        if (court != null) {
            court.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-10", "2026-07"})
    void every_document_is_valid_and_uses_nothing_that_is_deprecated(String version) {
        assertThat(SessionDocuments.ALL).hasSize(11);
        SessionDocuments.ALL.forEach((name, document) -> assertThat(
                        court.executePayments(version, document, JsonNodeFactory.instance.objectNode(), null))
                .as(name)
                .isEmpty());
    }

    @Test
    void the_judge_notices_a_mutation_that_offsite_payments_do_not_have() {
        String wrong = SessionDocuments.REFUND_RESOLVE.replace("refundSessionResolve", "refundSessionPending");

        assertThat(court.executePayments("2026-10", wrong, JsonNodeFactory.instance.objectNode(), null)
                        .path("errors"))
                .isNotEmpty();
    }

    @Test
    void a_merchants_way_back_is_genuine_for_both_or_for_none() {
        Instant now = Instant.now();
        String good = consented(FakePayments.SECRET, FakePayments.SHOP, now);
        String old = consented(FakePayments.SECRET, FakePayments.SHOP, now.minusSeconds(120));
        String forged = consented("shpss_ffffffffffffffffffffffffffffffff", FakePayments.SHOP, now);

        assertThat(judged(good)).isTrue();
        assertThat(OAuthQuery.isGenuine(good, FakePayments.settings("2026-10"), now))
                .isTrue();
        for (String bad : new String[] {old, forged, good.replace("code=", "code=x"), good + "&extra=1"}) {
            assertThat(judged(bad)).as(bad).isFalse();
            assertThat(OAuthQuery.isGenuine(bad, FakePayments.settings("2026-10"), now))
                    .as(bad)
                    .isFalse();
        }
    }

    @Test
    void a_way_back_of_another_shop_or_that_says_one_thing_twice_is_not_genuine() {
        Instant now = Instant.now();
        String other = consented(FakePayments.SECRET, "other.myshopify.com", now);

        assertThat(OAuthQuery.isGenuine(other, FakePayments.settings("2026-10"), now))
                .isFalse();
        assertThat(OAuthQuery.isSigned(other, FakePayments.SECRET, now)).isTrue();
        assertThat(OAuthQuery.isSigned(other + "&shop=x", FakePayments.SECRET, now))
                .isFalse();
        assertThat(OAuthQuery.isSigned("%zz", FakePayments.SECRET, now)).isFalse();
    }

    private static String consented(String secret, String shop, Instant at) {
        return FakePayments.consented(secret, shop, "0.6784241404160823", at);
    }

    private static boolean judged(String query) {
        ObjectNode ask = JsonNodeFactory.instance
                .objectNode()
                .put("do", "query")
                .put("clientId", FakePayments.CLIENT_ID)
                .put("secret", FakePayments.SECRET)
                .put("query", query);
        return court.ask(ask).path("valid").asBoolean();
    }
}
