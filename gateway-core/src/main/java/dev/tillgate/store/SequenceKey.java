package dev.tillgate.store;

/** Key of what is numbered within an order. */
record SequenceKey(String merchantId, String orderId, long sequence) {}
