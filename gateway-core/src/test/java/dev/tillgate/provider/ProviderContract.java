package dev.tillgate.provider;

/**
 * What every provider must do, whatever its wire looks like. A provider's test extends this and brings a {@link
 * ProviderFixture}: a simulator behind real HTTP, with a book of its own. Powers are read off the provider's type; a
 * test about a power that it does not have is skipped and says so.
 *
 * <p>In short: exact amounts; one attempt is one charge; only what surely never left is "not sent"; no answer that is
 * lost, cut, foreign, unsigned or contradicting itself is a yes or a no; the query tells the truth; notifications are
 * believed only when genuine and fresh; partial amounts add up and never exceed; merchants stay apart; no secret is
 * seen anywhere.
 */
public abstract class ProviderContract extends OperationContract {}
