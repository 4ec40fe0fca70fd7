package dev.tillgate.store;

import dev.tillgate.flow.chat.DeliveryBook.Posted;
import dev.tillgate.payment.PaymentId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

@Entity
@Table(name = "chat_posted")
@IdClass(ChatPostedRow.Key.class)
@SuppressWarnings("NullAway.Init")
class ChatPostedRow {
    @Id
    String merchantId;

    @Id
    String sessionId;

    @Id
    String paymentId;

    String ref;
    long version;
    String status;

    record Key(String merchantId, String sessionId, String paymentId) {}

    Posted toRecord() {
        return new Posted(new PaymentId(paymentId), ref, version, status);
    }
}
