package dev.tillgate.provider.alipay.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.simulator.Form;
import dev.tillgate.provider.simulator.JsonBook;
import dev.tillgate.provider.simulator.Reply;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The bill of a day is asked for by {@code alipay.data.dataservice.bill.downloadurl.query}, and fetched at an address
 * that is good for 30 seconds (https://opendocs.alipay.com/open/02fkbl, checked 2026-11-25).
 */
final class BillDesk {
    static final String METHOD = "alipay.data.dataservice.bill.downloadurl.query";
    static final String PATH = "/downloadBill";
    private static final String KIND = "download";
    private static final long GOOD_SECONDS = 30;
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

    private final JsonBook book;
    private final TradeDesk desk;
    private final Function<String, SimulatedApp> apps;
    private final String baseUrl;
    private final String rootSecret;
    private final InstantSource clock;

    BillDesk(
            JsonBook book,
            TradeDesk desk,
            Function<String, SimulatedApp> apps,
            String baseUrl,
            String rootSecret,
            InstantSource clock) {
        this.book = book;
        this.desk = desk;
        this.apps = apps;
        this.baseUrl = baseUrl;
        this.rootSecret = rootSecret;
        this.clock = clock;
    }

    ObjectNode address(SimulatedApp app, GatewayCall call) {
        String type = call.text("bill_type");
        LocalDate day = day(call.text("bill_date"));
        if (day == null || !type.equals("trade") && !type.equals("signcustomer")) {
            return Facts.failed("INVAILID_ARGUMENTS");
        }
        if (!day.isBefore(LocalDate.ofInstant(clock.instant(), BEIJING))) {
            return Facts.failed("isp.bill_not_exist");
        }
        String what = app.id() + "/" + type + "/" + day + "/" + clock.millis();
        String token = HexFormat.of().formatHex(SimulatorCrypto.derived(rootSecret, "download " + what));
        ObjectNode kept = JsonNodeFactory.instance.objectNode().put("account", app.id());
        kept.put("type", type).put("day", day.toString());
        book.put(KIND, token, kept.put("until", clock.instant().getEpochSecond() + GOOD_SECONDS));
        return Facts.success().put("bill_download_url", baseUrl + PATH + "?token=" + token);
    }

    Reply file(@Nullable String query) {
        ObjectNode kept = book.get(KIND, Form.read(query).getOrDefault("token", ""));
        if (kept == null || kept.path("until").asLong() < clock.instant().getEpochSecond()) {
            return Cashier.nothing();
        }
        SimulatedApp app = apps.apply(kept.path("account").asText());
        LocalDate day = LocalDate.parse(kept.path("day").asText());
        boolean trades = kept.path("type").asText().equals("trade");
        byte[] file = trades
                ? Bills.tradeBill(desk.all(app), at -> isOn(at, day))
                : Bills.accountBill(desk.all(app), clock.instant(), at -> isOn(at, day));
        return Reply.of(200, "application/zip", file, Map.of());
    }

    private static boolean isOn(Instant at, LocalDate day) {
        return LocalDate.ofInstant(at, BEIJING).equals(day);
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException garbled) {
            return null;
        }
    }
}
