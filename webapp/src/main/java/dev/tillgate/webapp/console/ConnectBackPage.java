package dev.tillgate.webapp.console;

/**
 * The way back to the shop, which opens by itself.
 *
 * @param shop which one, for reading
 * @param address its page, checked to be the shop's own; holds a one-time code
 */
public record ConnectBackPage(View view, String shop, String address) {
    /** Without the address. */
    @Override
    public String toString() {
        return "ConnectBackPage[" + shop + "]";
    }
}
