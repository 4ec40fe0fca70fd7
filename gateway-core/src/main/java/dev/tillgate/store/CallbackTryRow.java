package dev.tillgate.store;

import dev.tillgate.flow.CallbackBook;
import dev.tillgate.payment.EventId;
import dev.tillgate.payment.MerchantId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Inserted and read, never updated. */
@Entity
@Table(name = "callback_try")
@IdClass(CallbackTryRow.Key.class)
@SuppressWarnings("NullAway.Init")
class CallbackTryRow {
    @Id
    String merchantId;

    @Id
    String eventId;

    @Id
    int number;

    Instant at;

    @Nullable
    Integer status;

    @Nullable
    String error;

    long millis;

    record Key(String merchantId, String eventId, int number) {}

    static CallbackTryRow of(MerchantId merchant, EventId event, CallbackBook.Try tried) {
        CallbackTryRow row = new CallbackTryRow();
        row.merchantId = merchant.value();
        row.eventId = event.value();
        row.number = tried.number();
        row.at = Times.stored(tried.at());
        row.status = tried.status();
        row.error = Texts.cut(tried.error(), Texts.SHORT_DETAIL);
        row.millis = tried.millis();
        return row;
    }

    CallbackBook.Try toRecord() {
        return new CallbackBook.Try(number, at, status, error, millis);
    }
}
