package dev.tillgate.webapp.console;

/**
 * The way to the shop, which opens by itself.
 *
 * @param key where its texts begin
 * @param shop which one, for reading
 * @param address its page, checked to be the shop's own; holds a one-time code
 */
public record ConnectBackPage(View view, String key, String shop, String address) {
    /** Without the address. */
    @Override
    public String toString() {
        return "ConnectBackPage[" + shop + "]";
    }
}
