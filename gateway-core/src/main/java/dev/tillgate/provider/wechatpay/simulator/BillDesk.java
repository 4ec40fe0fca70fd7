package dev.tillgate.provider.wechatpay.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.simulator.Form;
import dev.tillgate.provider.simulator.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bills of a day: their address and hash first, then the file itself, whose answer is not signed
 * (https://pay.weixin.qq.com/doc/v3/merchant/4012791914, checked 2026-11-25).
 */
final class BillDesk {
    static final String TRADES = "/v3/bill/tradebill";
    static final String FUND_FLOW = "/v3/bill/fundflowbill";
    private static final String DOWNLOAD = "/v3/billdownload/file";

    private final Bills bills;
    private final String baseUrl;
    private final InstantSource clock;

    BillDesk(Bills bills, String baseUrl, InstantSource clock) {
        this.bills = bills;
        this.baseUrl = baseUrl;
        this.clock = clock;
    }

    static boolean isAddress(String path) {
        return path.equals(TRADES) || path.equals(FUND_FLOW);
    }

    ObjectNode address(SimulatorMerchant merchant, InboundRequest request) {
        LocalDate day = day(Form.read(request.query()).getOrDefault("bill_date", ""));
        if (!day.isBefore(LocalDate.ofInstant(clock.instant(), Bills.BEIJING))) {
            throw new WireError(400, "NO_STATEMENT_EXIST", "there is no bill of that day yet");
        }
        String kind = request.path().equals(TRADES) ? "trade" : "fundflow";
        return SimulatorJson.object()
                .put("download_url", baseUrl + DOWNLOAD + "?token=" + kind + "_" + day)
                .put("hash_type", "SHA1")
                .put("hash_value", hash(content(merchant, kind, day)));
    }

    /** The file, or null when something else is asked for. Nobody but its merchant gets it: all requests are signed. */
    @Nullable
    Reply file(SimulatorMerchant merchant, InboundRequest request) {
        if (!request.path().equals(DOWNLOAD) || !request.method().equals("GET")) {
            return null;
        }
        String[] token = Form.read(request.query()).getOrDefault("token", "").split("_", 2);
        if (token.length != 2) {
            throw SimulatorJson.wrong("token");
        }
        byte[] file = content(merchant, token[0], day(token[1]));
        return Reply.of(200, "application/octet-stream", file, Map.of());
    }

    private byte[] content(SimulatorMerchant merchant, String kind, LocalDate day) {
        String text = kind.equals("trade")
                ? bills.trades(merchant.mchid(), at -> isOn(at, day))
                : bills.fundFlow(merchant.mchid(), at -> isOn(at, day));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isOn(Instant at, LocalDate day) {
        return LocalDate.ofInstant(at, Bills.BEIJING).equals(day);
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException garbled) {
            throw SimulatorJson.wrong("bill_date");
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-1", impossible);
        }
    }
}
