package dev.tillgate.webapp.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.catalog.ChatChannels;
import dev.tillgate.chat.telegram.FakeTelegram;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.connect.Merchant;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A merchant connects chat channels, by forms alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChannelConsoleTest {
    private final FakeTelegram telegram = new FakeTelegram();
    private GatewayUnderTest gateway;
    private Merchant merchant;
    private String store;

    @BeforeAll
    void setUp() throws Exception {
        gateway = GatewayUnderTest.start(Map.of("TILLGATE_SAMPLE", "true"));
        merchant = Merchant.owning(gateway);
        String stores = merchant.get(gateway.url() + "/console/stores").body();
        store = gateway.url() + "/console/stores/" + Merchant.found("/console/stores/(sto_[0-9a-z]+)", stores);
    }

    @AfterAll
    void tearDown() {
        gateway.close();
        telegram.close();
    }

    @Test
    void every_channel_has_a_page_with_its_steps() throws Exception {
        String list = merchant.get(store + "/chat").body();
        for (var type : ChatChannels.ALL) {
            assertThat(list).contains("/channels/" + type.id() + "\"");
            String page = merchant.get(store + "/channels/" + type.id()).body();
            assertThat(page).contains("<ol class=\"guide\">");
            type.settings().forEach(field -> assertThat(page).contains("name=\"setting." + field.name() + "\""));
        }
    }

    @Test
    void telegram_is_connected_by_its_token_and_disconnected() throws Exception {
        assertThat(send("telegram", Map.of("setting.token", "12:short"))).contains("digits, a colon");
        assertThat(send("telegram", Map.of("setting.token", FakeTelegram.TOKEN + "x", "setting.api", telegram.url())))
                .contains("does not know this token");
        assertThat(send("telegram", Map.of("setting.token", FakeTelegram.TOKEN, "setting.api", telegram.url())))
                .contains("/hooks/chat/cnl_")
                .doesNotContain(FakeTelegram.TOKEN);
        assertThat(send("telegram", Map.of("do", "disconnect"))).doesNotContain("/hooks/chat/");
        assertThat(gateway.database().text("SELECT COUNT(*) FROM chat_channel WHERE kind = 'telegram'"))
                .isEqualTo("0");
    }

    @Test
    void the_address_is_known_before_a_channel_is_connected_and_stays() throws Exception {
        String page = merchant.get(store + "/channels/telegram").body();
        String address = Merchant.found("(/hooks/chat/cnl_[0-9a-z]+)", page);
        assertThat(merchant.get(store + "/channels/chatwoot").body())
                .contains("/hooks/chat/cnl_")
                .doesNotContain(address);
        Map<String, String> settings = Map.of("setting.token", FakeTelegram.TOKEN, "setting.api", telegram.url());
        for (int i = 0; i < 2; i++) {
            assertThat(send("telegram", settings)).contains(address);
            send("telegram", Map.of("do", "disconnect"));
        }
        assertThat(merchant.get(store + "/channels/bot").body()).doesNotContain("/hooks/chat/");
    }

    @Test
    void a_form_that_is_not_ours_changes_nothing() throws Exception {
        HttpResponse<String> answer = merchant.post(
                store + "/channels/telegram", Map.of("do", "connect", "setting.token", FakeTelegram.TOKEN));
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(gateway.database().text("SELECT COUNT(*) FROM chat_channel WHERE kind = 'telegram'"))
                .isEqualTo("0");
    }

    private String send(String type, Map<String, String> fields) throws Exception {
        String page = store + "/channels/" + type;
        Map<String, String> form = new HashMap<>(fields);
        form.putIfAbsent("do", "connect");
        form.put("form", Merchant.code(merchant.get(page).body()));
        HttpResponse<String> answer = merchant.post(page, form);
        String to = answer.headers().firstValue("location").orElse("");
        return to.isEmpty()
                ? answer.body()
                : merchant.get(merchant.opened(URI.create(page).resolve(to).toString()))
                        .body();
    }
}
