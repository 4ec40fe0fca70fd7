package dev.tillgate.platform;

/**
 * What every shop platform must do, whatever its wire looks like. A platform's test extends this and brings a {@link
 * PlatformFixture}: a shop behind real HTTP, with a book of its own.
 *
 * <p>In short: a message is believed only when it is genuine, and then it only says where to look; amounts are exact or
 * refused; what the shop is not sure of is "later", what only the merchant can settle is "refused"; an order agrees only
 * when the shop was read and says so; reconciling twice, also at the same time, is as good as once; nothing personal and
 * no secret is seen anywhere. Powers are read off the type; a test about one that it lacks is skipped and says so.
 */
public abstract class PlatformContract extends PowersContract {}
