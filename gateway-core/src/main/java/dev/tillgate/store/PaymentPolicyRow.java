package dev.tillgate.store;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentPolicy;
import dev.tillgate.payment.PaymentPolicy.Late;
import dev.tillgate.payment.PaymentPolicy.Over;
import dev.tillgate.payment.PaymentPolicy.Tolerance;
import dev.tillgate.payment.PaymentPolicy.Under;
import dev.tillgate.payment.StoreId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "payment_policy")
@IdClass(PaymentPolicyRow.Key.class)
@SuppressWarnings("NullAway.Init")
class PaymentPolicyRow {
    @Id
    String merchantId;

    @Id
    String storeId;

    @Id
    String method;

    String whenLate;
    String whenUnder;
    String whenOver;
    long toleranceMinor;
    int tolerancePoints;
    Instant updatedAt;

    record Key(String merchantId, String storeId, String method) {}

    static PaymentPolicyRow of(
            MerchantId merchant, StoreId store, String method, PaymentPolicy policy, Instant updatedAt) {
        PaymentPolicyRow row = new PaymentPolicyRow();
        row.merchantId = merchant.value();
        row.storeId = store.value();
        row.method = method;
        row.whenLate = policy.late().name();
        row.whenUnder = policy.under().name();
        row.whenOver = policy.over().name();
        row.toleranceMinor = policy.tolerance().minorUnits();
        row.tolerancePoints = policy.tolerance().basisPoints();
        row.updatedAt = Times.stored(updatedAt);
        return row;
    }

    Key key() {
        return new Key(merchantId, storeId, method);
    }

    PaymentPolicy toRecord() {
        return new PaymentPolicy(
                Late.valueOf(whenLate),
                Under.valueOf(whenUnder),
                Over.valueOf(whenOver),
                new Tolerance(toleranceMinor, tolerancePoints));
    }
}
