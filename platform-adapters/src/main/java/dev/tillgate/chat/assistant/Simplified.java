package dev.tillgate.chat.assistant;

/** Traditional characters that occur in talk about paying, as simplified ones; all others stay as they are. */
final class Simplified {
    private static final String TRADITIONAL = "請問麼錢還轉帳單訂結買賣賬號碼鏈發給換銀門匯級終止這個嗎氣網絡斷開維員實際務電話說對錯貨讓應該麗謝沒過後來於與從進時間機場報舉騙壞";
    private static final String SIMPLIFIED = "请问么钱还转账单订结买卖账号码链发给换银门汇级终止这个吗气网络断开维员实际务电话说对错货让应该丽谢没过后来于与从进时间机场报举骗坏";

    private Simplified() {}

    static String of(String text) {
        StringBuilder simplified = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int known = TRADITIONAL.indexOf(text.charAt(i));
            simplified.append(known < 0 ? text.charAt(i) : SIMPLIFIED.charAt(known));
        }
        return simplified.toString();
    }
}
