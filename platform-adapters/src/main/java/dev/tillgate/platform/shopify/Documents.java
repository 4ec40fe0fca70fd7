package dev.tillgate.platform.shopify;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is asked of Shopify's Admin API, the same for each version in use. None of it asks for personal data, so that the
 * app needs no approval for any. Lists are short, for Shopify counts what could be asked for, not what there is; sums
 * of money stand in fields of their own.
 */
final class Documents {
    private static final String ORDER_FIELDS = """
            fragment OrderFields on Order {
              id
              legacyResourceId
              name
              updatedAt
              cancelledAt
              checkoutToken
              customerLocale
              displayFinancialStatus
              paymentGatewayNames
              totalOutstandingSet { presentmentMoney { amount currencyCode } }
              currentTotalPriceSet { presentmentMoney { amount currencyCode } }
              totalRefundedSet { presentmentMoney { amount currencyCode } }
              payment: metafield(namespace: "tillgate", key: "payment") { value compareDigest }
              transactions(first: 30) {
                id
                kind
                status
                gateway
                manuallyCapturable
                processedAt
                amountSet { presentmentMoney { amount currencyCode } }
                parentTransaction { id }
              }
              refunds(first: 30) {
                id
                note
                totalRefundedSet { presentmentMoney { amount currencyCode } }
              }
              lineItems(first: 20) {
                nodes { title quantity discountedTotalSet { presentmentMoney { amount currencyCode } } }
              }
            }
            """;

    /** One order, or null when there is none. */
    static final String READ_ORDER = """
            query ReadOrder($id: ID!) {
              order(id: $id) { ...OrderFields }
            }
            """ + ORDER_FIELDS;

    /** The order that came of a checkout. */
    static final String FIND_ORDER = """
            query FindOrder($query: String!) {
              orders(first: 2, query: $query) { nodes { legacyResourceId checkoutToken } }
            }
            """;

    static final String CHANGED_ORDERS = """
            query ChangedOrders($query: String!, $first: Int!, $after: String) {
              orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
                nodes { legacyResourceId updatedAt paymentGatewayNames }
                pageInfo { hasNextPage endCursor }
              }
            }
            """;

    /** Writes our payment beside the order, unless somebody else was faster: compareDigest is null for "none yet". */
    static final String CLAIM_ORDER = """
            mutation ClaimOrder($metafields: [MetafieldsSetInput!]!) {
              metafieldsSet(metafields: $metafields) {
                metafields { value }
                userErrors { code message }
              }
            }
            """;

    static final String CAPTURE = """
            mutation Capture($input: OrderCaptureInput!) {
              orderCapture(input: $input) {
                transaction { id status }
                userErrors { field message }
              }
            }
            """;

    static final String MANUAL_PAYMENT = """
            mutation ManualPayment($id: ID!, $amount: MoneyInput!, $method: String!, $at: DateTime!) {
              orderCreateManualPayment(id: $id, amount: $amount, paymentMethodName: $method, processedAt: $at) {
                order { id }
                userErrors { code field message }
              }
            }
            """;

    /** Without the directive Shopify refuses it since 2026-04; with it the same key is one refund. */
    static final String REFUND = """
            mutation Refund($input: RefundInput!, $key: String!) {
              refundCreate(input: $input) @idempotent(key: $key) {
                refund { id }
                userErrors { field message }
              }
            }
            """;

    static final String LOOK_AT_APP = """
            query LookAtApp {
              currentAppInstallation { accessScopes { handle } }
              webhookSubscriptions(first: 100) { nodes { id topic uri } }
            }
            """;

    static final String SUBSCRIBE = """
            mutation Subscribe($topic: WebhookSubscriptionTopic!, $subscription: WebhookSubscriptionInput!) {
              webhookSubscriptionCreate(topic: $topic, webhookSubscription: $subscription) {
                webhookSubscription { id }
                userErrors { field message }
              }
            }
            """;

    private static final String DRAFT_FIELDS = """
            fragment DraftFields on DraftOrder {
              id
              legacyResourceId
              name
              ready
              updatedAt
              totalPriceSet { presentmentMoney { amount currencyCode } }
              order { legacyResourceId }
              lineItems(first: 20) {
                nodes { title quantity discountedTotalSet { presentmentMoney { amount currencyCode } } }
              }
            }
            """;

    static final String MAKE_DRAFT = """
            mutation MakeDraft($input: DraftOrderInput!) {
              draftOrderCreate(input: $input) {
                draftOrder { ...DraftFields }
                userErrors { field message }
              }
            }
            """ + DRAFT_FIELDS;

    static final String READ_DRAFT = """
            query ReadDraft($id: ID!) {
              draftOrder(id: $id) { ...DraftFields }
            }
            """ + DRAFT_FIELDS;

    /**
     * Makes it an order that waits for its money, which is booked like any other's: without the argument Shopify would
     * mark it as paid by itself, whatever it costs by then. The argument is deprecated in favor of payment terms, which
     * need a template of the shop's.
     */
    static final String COMPLETE_DRAFT = """
            mutation CompleteDraft($id: ID!) {
              draftOrderComplete(id: $id, paymentPending: true) {
                draftOrder { id order { legacyResourceId } }
                userErrors { field message }
              }
            }
            """;

    /** All of them by the name of their operation. */
    static final Map<String, String> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("ReadOrder", READ_ORDER),
            Map.entry("FindOrder", FIND_ORDER),
            Map.entry("ChangedOrders", CHANGED_ORDERS),
            Map.entry("ClaimOrder", CLAIM_ORDER),
            Map.entry("Capture", CAPTURE),
            Map.entry("ManualPayment", MANUAL_PAYMENT),
            Map.entry("Refund", REFUND),
            Map.entry("MakeDraft", MAKE_DRAFT),
            Map.entry("ReadDraft", READ_DRAFT),
            Map.entry("CompleteDraft", COMPLETE_DRAFT),
            Map.entry("LookAtApp", LOOK_AT_APP),
            Map.entry("Subscribe", SUBSCRIBE)));

    private Documents() {}
}
