package dev.tillgate.provider.alipay.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The words of answers. */
final class Facts {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.ofHours(8));

    private Facts() {}

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    static ObjectNode success() {
        return JsonNodeFactory.instance.objectNode().put("code", "10000").put("msg", "Success");
    }

    static ObjectNode failed(String subCode) {
        return refused("40004", "Business Failed", subCode);
    }

    static ObjectNode refused(String code, String message, String subCode) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("code", code)
                .put("msg", message)
                .put("sub_code", subCode)
                .put("sub_msg", "模拟: " + subCode);
    }

    static ObjectNode invalid(String subCode) {
        return refused("40002", "Invalid Arguments", subCode);
    }

    /** Alipay names no amounts, and names them all the same. */
    static ObjectNode noTrade(String number) {
        return failed("ACQ.TRADE_NOT_EXIST")
                .put("buyer_pay_amount", "0.00")
                .put("invoice_amount", "0.00")
                .put("out_trade_no", number)
                .put("point_amount", "0.00")
                .put("receipt_amount", "0.00");
    }

    /** Alipay's newest certificate, PEM in Base64, when it is the one that is asked for. */
    static ObjectNode certificate(SimulatedApp app, String serial) {
        String pem = app.text("new_alipay_certificate");
        return pem.isEmpty() || !serial.equals(app.text("alipay_sn"))
                ? failed("ALIPAY_CERT_NOT_EXIST")
                : success().put("alipay_cert_content", SimulatorCrypto.base64(pem.getBytes(StandardCharsets.UTF_8)));
    }

    static ObjectNode trade(Bill bill) {
        String paid = bill.isPaid() ? bill.text("total") : "0.00";
        ObjectNode facts = success()
                .put("buyer_logon_id", "pay***@example.com")
                .put("buyer_pay_amount", paid)
                .put("buyer_user_id", "2088102000000001")
                .put("invoice_amount", paid)
                .put("out_trade_no", bill.number())
                .put("point_amount", "0.00")
                .put("receipt_amount", paid);
        if (bill.isPaid()) {
            facts.put("send_pay_date", time(bill.time("paid")));
        }
        return facts.put("total_amount", bill.text("total"))
                .put("trade_no", bill.text("trade_no"))
                .put("trade_status", bill.status());
    }
}
