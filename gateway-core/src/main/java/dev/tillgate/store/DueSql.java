package dev.tillgate.store;

import dev.tillgate.flow.JobQueue.Kind;

/**
 * The statements of one kind of job, in the SQL that MySQL and MariaDB share. The index is named because most rows have
 * no due time at all: a plan that reads the table would lock rows it does not want.
 *
 * @param find merchant, job id, order id (or NULL) and due time of what is due, locked; parameters: now, limit
 * @param move parameters: new due time, merchant, job id, due time as seen
 * @param backlog how many are due, and the oldest due time; parameter: now
 */
record DueSql(String find, String move, String backlog) {
    private static final DueSql ATTEMPTS = new DueSql(
            """
            SELECT merchant_id, id, order_id, due_at FROM attempt FORCE INDEX (attempt_due)
            WHERE due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED""",
            "UPDATE attempt SET due_at = ? WHERE merchant_id = ? AND id = ? AND due_at = ?",
            "SELECT COUNT(*), MIN(due_at) FROM attempt WHERE due_at <= ?");

    private static final DueSql OPERATIONS = new DueSql(
            """
            SELECT merchant_id, id, order_id, due_at FROM operation FORCE INDEX (operation_due)
            WHERE due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED""",
            "UPDATE operation SET due_at = ? WHERE merchant_id = ? AND id = ? AND due_at = ?",
            "SELECT COUNT(*), MIN(due_at) FROM operation WHERE due_at <= ?");

    private static final DueSql PAYMENTS = new DueSql(
            """
            SELECT merchant_id, id, order_id, due_at FROM payment FORCE INDEX (payment_due)
            WHERE due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED""",
            "UPDATE payment SET due_at = ? WHERE merchant_id = ? AND id = ? AND due_at = ?",
            "SELECT COUNT(*), MIN(due_at) FROM payment WHERE due_at <= ?");

    private static final DueSql CALLBACKS = new DueSql(
            """
            SELECT merchant_id, event_id, order_id, due_at FROM callback FORCE INDEX (callback_due)
            WHERE due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED""",
            "UPDATE callback SET due_at = ? WHERE merchant_id = ? AND event_id = ? AND due_at = ?",
            "SELECT COUNT(*), MIN(due_at) FROM callback WHERE due_at <= ?");

    private static final DueSql NOTIFICATIONS = new DueSql(
            """
            SELECT merchant_id, id, NULL, due_at FROM notification FORCE INDEX (notification_due)
            WHERE due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED""",
            "UPDATE notification SET due_at = ? WHERE merchant_id = ? AND id = ? AND due_at = ?",
            "SELECT COUNT(*), MIN(due_at) FROM notification WHERE due_at <= ?");

    private static final DueSql DISPUTES = new DueSql(
            """
            SELECT merchant_id, id, order_id, due_at FROM dispute_case FORCE INDEX (dispute_case_due)
            WHERE due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED""",
            "UPDATE dispute_case SET due_at = ? WHERE merchant_id = ? AND id = ? AND due_at = ?",
            "SELECT COUNT(*), MIN(due_at) FROM dispute_case WHERE due_at <= ?");

    private static final DueSql EVIDENCE = new DueSql(
            """
            SELECT merchant_id, dispute_id, order_id, due_at FROM dispute_evidence FORCE INDEX (dispute_evidence_due)
            WHERE due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED""",
            "UPDATE dispute_evidence SET due_at = ? WHERE merchant_id = ? AND dispute_id = ? AND due_at = ?",
            "SELECT COUNT(*), MIN(due_at) FROM dispute_evidence WHERE due_at <= ?");

    private static final DueSql SETTLEMENTS = new DueSql(
            """
            SELECT merchant_id, id, NULL, due_at FROM settlement_import FORCE INDEX (settlement_import_due)
            WHERE due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED""",
            "UPDATE settlement_import SET due_at = ? WHERE merchant_id = ? AND id = ? AND due_at = ?",
            "SELECT COUNT(*), MIN(due_at) FROM settlement_import WHERE due_at <= ?");

    private static final DueSql GUARDS = new DueSql(
            """
            SELECT merchant_id, order_id, order_id, due_at FROM shop_guard FORCE INDEX (shop_guard_due)
            WHERE due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED""",
            "UPDATE shop_guard SET due_at = ? WHERE merchant_id = ? AND order_id = ? AND due_at = ?",
            "SELECT COUNT(*), MIN(due_at) FROM shop_guard WHERE due_at <= ?");

    private static final DueSql INBOUND = new DueSql(
            """
            SELECT merchant_id, id, NULL, due_at FROM shop_message FORCE INDEX (shop_message_due)
            WHERE due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED""",
            "UPDATE shop_message SET due_at = ? WHERE merchant_id = ? AND id = ? AND due_at = ?",
            "SELECT COUNT(*), MIN(due_at) FROM shop_message WHERE due_at <= ?");

    private static final DueSql SHOPS = new DueSql(
            """
            SELECT merchant_id, store_id, NULL, due_at FROM shop_connection FORCE INDEX (shop_connection_due)
            WHERE due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED""",
            "UPDATE shop_connection SET due_at = ? WHERE merchant_id = ? AND store_id = ? AND due_at = ?",
            "SELECT COUNT(*), MIN(due_at) FROM shop_connection WHERE due_at <= ?");

    private static final DueSql CHATS = new DueSql(
            """
            SELECT merchant_id, id, order_id, due_at FROM chat_order FORCE INDEX (chat_order_due)
            WHERE due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED""",
            "UPDATE chat_order SET due_at = ? WHERE merchant_id = ? AND id = ? AND due_at = ?",
            "SELECT COUNT(*), MIN(due_at) FROM chat_order WHERE due_at <= ?");

    private static final DueSql CHAT_ARRIVALS = new DueSql(
            """
            SELECT merchant_id, id, NULL, due_at FROM chat_arrival FORCE INDEX (chat_arrival_due)
            WHERE due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED""",
            "UPDATE chat_arrival SET due_at = ? WHERE merchant_id = ? AND id = ? AND due_at = ?",
            "SELECT COUNT(*), MIN(due_at) FROM chat_arrival WHERE due_at <= ?");

    private static final DueSql CHAT_DELIVERIES = new DueSql(
            """
            SELECT merchant_id, session_id, NULL, due_at FROM chat_delivery FORCE INDEX (chat_delivery_due)
            WHERE due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED""",
            "UPDATE chat_delivery SET due_at = ? WHERE merchant_id = ? AND session_id = ? AND due_at = ?",
            "SELECT COUNT(*), MIN(due_at) FROM chat_delivery WHERE due_at <= ?");

    private static final DueSql CHAT_PULLS = new DueSql(
            """
            SELECT merchant_id, id, NULL, due_at FROM chat_channel FORCE INDEX (chat_channel_due)
            WHERE due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED""",
            "UPDATE chat_channel SET due_at = ? WHERE merchant_id = ? AND id = ? AND due_at = ?",
            "SELECT COUNT(*), MIN(due_at) FROM chat_channel WHERE due_at <= ?");

    static DueSql of(Kind kind) {
        return switch (kind) {
            case ATTEMPT -> ATTEMPTS;
            case OPERATION -> OPERATIONS;
            case PAYMENT -> PAYMENTS;
            case CALLBACK -> CALLBACKS;
            case NOTIFICATION -> NOTIFICATIONS;
            case DISPUTE -> DISPUTES;
            case EVIDENCE -> EVIDENCE;
            case SETTLEMENT -> SETTLEMENTS;
            case GUARD -> GUARDS;
            case INBOUND -> INBOUND;
            case SHOP -> SHOPS;
            case CHAT -> CHATS;
            case CHAT_ARRIVAL -> CHAT_ARRIVALS;
            case CHAT_DELIVERY -> CHAT_DELIVERIES;
            case CHAT_PULL -> CHAT_PULLS;
        };
    }
}
