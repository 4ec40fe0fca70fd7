package dev.tillgate.chat.wechat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Outgoing.Button;
import dev.tillgate.chat.channel.Outgoing.Link;
import dev.tillgate.chat.tencent.Utf8;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Our messages as WeChat's customer-service messages. A text may hold links, written as in HTML; everything else is shown
 * as it stands, so that nothing is escaped: what only looks like a link is made harmless.
 */
final class CustomMessages {
    /** <a href="https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage">Documented</a>. */
    private static final int LONGEST = 2_048;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern LINK = Pattern.compile("<(?=\\s*/?\\s*[aA])");

    private CustomMessages() {}

    /** A text with a link, and a menu for the buttons. */
    static ObjectNode menu(String openId, Outgoing message) {
        if (message.buttons().isEmpty()) {
            return text(openId, message);
        }
        ObjectNode body = JSON.createObjectNode().put("touser", openId).put("msgtype", "msgmenu");
        ObjectNode menu = body.putObject("msgmenu").put("head_content", written(message, ""));
        ArrayNode list = menu.putArray("list");
        for (Button button : message.buttons()) {
            list.addObject().put("id", button.data()).put("content", button.label());
        }
        menu.put("tail_content", "");
        return body;
    }

    /** A text with links; a button is one that writes for the buyer, which unverified accounts can show too. */
    static ObjectNode text(String openId, Outgoing message) {
        StringBuilder buttons = new StringBuilder();
        for (Button button : message.buttons()) {
            String address = "weixin://bizmsgmenu?msgmenucontent=" + encoded(button.label()) + "&msgmenuid="
                    + encoded(button.data());
            buttons.append('\n').append(link(new Link(button.label(), address)));
        }
        ObjectNode body = JSON.createObjectNode().put("touser", openId).put("msgtype", "text");
        body.putObject("text").put("content", written(message, buttons.toString()));
        return body;
    }

    /** Links are never cut: the words before them are. */
    private static String written(Outgoing message, String end) {
        Link link = message.link();
        String rest = (link == null ? "" : "\n" + link(link)) + end;
        return Utf8.cut(harmless(message.text()), LONGEST - Utf8.length(rest)) + rest;
    }

    private static String link(Link link) {
        return "<a href=\"" + link.url().replace("\"", "%22") + "\">" + harmless(link.label()) + "</a>";
    }

    private static String harmless(String text) {
        return LINK.matcher(text).replaceAll("＜");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
