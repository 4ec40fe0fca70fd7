package dev.tillgate.platform.shopify;

import java.util.Map;
import java.util.TreeMap;

/** What is asked of Shopify's Payments Apps API, the same for each version in use. It has no queries: answers say it all. */
final class SessionDocuments {
    private static final String PAYMENT = """
            {
                paymentSession {
                  id
                  state {
                    ... on PaymentSessionStateResolved { resolved: code }
                    ... on PaymentSessionStateRejected { rejected: code }
                    ... on PaymentSessionStatePending { pending: code }
                  }
                  nextAction { action context { ... on PaymentSessionActionsRedirect { redirectUrl } } }
                }
            """;

    static final String PAYMENT_RESOLVE = """
            mutation PaymentResolve($id: ID!, $until: DateTime) {
              paymentSessionResolve(id: $id, authorizationExpiresAt: $until)
            """ + PAYMENT + """
                userErrors { field message }
              }
            }
            """;

    static final String PAYMENT_REJECT = """
            mutation PaymentReject($id: ID!, $reason: PaymentSessionRejectionReasonInput!) {
              paymentSessionReject(id: $id, reason: $reason)
            """ + PAYMENT + """
                userErrors { field message }
              }
            }
            """;

    static final String PAYMENT_PENDING = """
            mutation PaymentPending($id: ID!, $until: DateTime!, $reason: PaymentSessionStatePendingReason!) {
              paymentSessionPending(id: $id, pendingExpiresAt: $until, reason: $reason)
            """ + PAYMENT + """
                userErrors { code field message }
              }
            }
            """;

    static final String REFUND_RESOLVE = """
            mutation RefundResolve($id: ID!) {
              refundSessionResolve(id: $id) {
                refundSession { id state { ... on RefundSessionStateResolved { resolved: code } } }
                userErrors { code field message }
              }
            }
            """;

    static final String REFUND_REJECT = """
            mutation RefundReject($id: ID!, $reason: RefundSessionRejectionReasonInput!) {
              refundSessionReject(id: $id, reason: $reason) {
                refundSession { id state { ... on RefundSessionStateRejected { rejected: code } } }
                userErrors { code field message }
              }
            }
            """;

    static final String CAPTURE_RESOLVE = """
            mutation CaptureResolve($id: ID!) {
              captureSessionResolve(id: $id) {
                captureSession { id state { ... on CaptureSessionStateResolved { resolved: code } } }
                userErrors { code field message }
              }
            }
            """;

    static final String CAPTURE_REJECT = """
            mutation CaptureReject($id: ID!, $reason: CaptureSessionRejectionReasonInput!) {
              captureSessionReject(id: $id, reason: $reason) {
                captureSession { id state { ... on CaptureSessionStateRejected { rejected: code } } }
                userErrors { code field message }
              }
            }
            """;

    static final String VOID_RESOLVE = """
            mutation VoidResolve($id: ID!) {
              voidSessionResolve(id: $id) {
                voidSession { id state { ... on VoidSessionStateResolved { resolved: code } } }
                userErrors { code field message }
              }
            }
            """;

    static final String VOID_REJECT = """
            mutation VoidReject($id: ID!, $reason: VoidSessionRejectionReasonInput!) {
              voidSessionReject(id: $id, reason: $reason) {
                voidSession { id state { ... on VoidSessionStateRejected { rejected: code } } }
                userErrors { code field message }
              }
            }
            """;

    /** Says that the merchant may switch the method on. */
    static final String CONFIGURE = """
            mutation Configure($handle: String, $ready: Boolean!) {
              paymentsAppConfigure(externalHandle: $handle, ready: $ready) {
                paymentsAppConfiguration { externalHandle ready }
                userErrors { field message }
              }
            }
            """;

    /** Asks for nothing that matters: whether the token is good. */
    static final String LOOK = """
            query Look { publicApiVersions { handle supported } }
            """;

    /** All of them by the name of their operation. */
    static final Map<String, String> ALL = all();

    private SessionDocuments() {}

    private static Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        all.put("PaymentResolve", PAYMENT_RESOLVE);
        all.put("PaymentReject", PAYMENT_REJECT);
        all.put("PaymentPending", PAYMENT_PENDING);
        all.put("RefundResolve", REFUND_RESOLVE);
        all.put("RefundReject", REFUND_REJECT);
        all.put("CaptureResolve", CAPTURE_RESOLVE);
        all.put("CaptureReject", CAPTURE_REJECT);
        all.put("VoidResolve", VOID_RESOLVE);
        all.put("VoidReject", VOID_REJECT);
        all.put("Configure", CONFIGURE);
        all.put("Look", LOOK);
        return all;
    }
}
