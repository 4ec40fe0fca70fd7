package dev.tillgate.store;

/** Key of the many tables whose rows are a merchant's and have an id of their own. */
record MerchantKey(String merchantId, String id) {}
