package dev.tillgate.store;

import java.util.List;

/** Every mapped class, in one list: a table is known to Hibernate, and validated at start, by standing here. */
final class Entities {
    private static final List<Class<?>> ALL = List.of(
            MerchantRow.class,
            StoreRow.class,
            ProviderAccountRow.class,
            StoreMethodRow.class,
            ApiClientRow.class,
            ApiSecretRow.class,
            ConsoleUserRow.class,
            ConsoleSessionRow.class,
            InstallationRow.class,
            CallbackEndpointRow.class,
            SigningKeyRow.class,
            OrderRow.class,
            PaymentRow.class,
            AttemptRow.class,
            OperationRow.class,
            EventRow.class,
            CallbackRow.class,
            CallbackTryRow.class,
            LedgerRow.class,
            IdempotencyRow.class,
            NotificationRow.class,
            DisputeRow.class,
            RouteRuleRow.class,
            RouteDecisionRow.class,
            DisputeCaseRow.class,
            DisputeEvidenceRow.class,
            PaymentPolicyRow.class,
            SettlementImportRow.class,
            SettlementPartRow.class,
            SettlementLineRow.class,
            SettlementOpenRow.class,
            SettlementBadRow.class,
            SettlementPayoutRow.class,
            ConnectGrantRow.class,
            ShopConnectionRow.class,
            ShopDrawerRow.class,
            ShopMessageRow.class,
            ShopGuardRow.class,
            ShopNoteRow.class,
            ChatSessionRow.class,
            ChatMessageRow.class,
            ChatOrderRow.class,
            ChatNoteRow.class,
            ChatStoreRow.class,
            ChatChannelRow.class,
            ChatArrivalRow.class,
            ChatDeliveryRow.class,
            ChatPostedRow.class,
            ChatCodeRow.class,
            SessionShopRow.class,
            ShopSessionRow.class);

    private Entities() {}

    static List<Class<?>> all() {
        return ALL;
    }
}
