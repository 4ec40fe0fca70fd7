package dev.tillgate.chat.wechat;

import static dev.tillgate.chat.tencent.CgiErrors.closed;
import static dev.tillgate.chat.tencent.CgiErrors.later;
import static dev.tillgate.chat.tencent.CgiErrors.refused;

import dev.tillgate.chat.tencent.CgiErrors;
import java.time.Duration;
import java.util.Map;

/**
 * WeChat's error codes, as far as a message can meet them. <a
 * href="https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html">Listed by WeChat</a>,
 * compared on 2026-11-25 with copies of the list and with WxJava 4.7.0; 40164 is in neither.
 */
final class WeChatErrors {
    /** Menus are for verified accounts only: the same message can be told without. */
    static final int NO_MENUS = 40200;

    static final int WRONG_SECRET = 40001;
    static final int UNKNOWN_APP = 40013;
    static final int SECRET_FORGED = 40125;
    static final int STRANGE_ADDRESS = 40164;

    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    static final CgiErrors TABLE = new CgiErrors(Map.ofEntries(
            Map.entry(-1, later(SHORT, "the system is busy")),
            Map.entry(40001, later(MINUTE, "the access token is not accepted")),
            Map.entry(40014, later(MINUTE, "the access token is not accepted")),
            Map.entry(42001, later(MINUTE, "the access token has run out")),
            Map.entry(45009, later(HOUR, "the day's quota is used up")),
            Map.entry(45011, later(MINUTE, "too many calls a minute")),
            Map.entry(45015, closed("the buyer has not written for too long")),
            Map.entry(45047, closed("as many messages as are allowed since the buyer wrote")),
            Map.entry(40003, refused("no such buyer")),
            Map.entry(43004, refused("the buyer does not follow the account")),
            Map.entry(43019, refused("the buyer is on the account's blacklist")),
            Map.entry(48001, refused("the account may not send customer-service messages")),
            Map.entry(48002, refused("the buyer does not take messages")),
            Map.entry(48004, refused("the account's sending is blocked, see mp.weixin.qq.com")),
            Map.entry(50002, refused("the account is restricted")),
            Map.entry(40008, refused("a kind of message that is not understood")),
            Map.entry(40035, refused("a message that is not understood")),
            Map.entry(44004, refused("an empty message")),
            Map.entry(45002, refused("a message that is too long")),
            Map.entry(47001, refused("a message that is not understood")),
            Map.entry(NO_MENUS, refused("this kind of account has no menus")),
            Map.entry(UNKNOWN_APP, later(HOUR, "no such app id")),
            Map.entry(SECRET_FORGED, later(HOUR, "the app secret is wrong")),
            Map.entry(STRANGE_ADDRESS, later(HOUR, "this server's address is not on the account's list"))));

    private WeChatErrors() {}
}
