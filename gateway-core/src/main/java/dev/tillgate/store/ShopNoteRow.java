package dev.tillgate.store;

import dev.tillgate.flow.shop.ShopNote;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.StoreId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "shop_note")
@IdClass(MerchantKey.class)
@SuppressWarnings("NullAway.Init")
class ShopNoteRow {
    @Id
    String merchantId;

    @Id
    String id;

    String storeId;

    @Nullable
    String orderId;

    @Nullable
    String reference;

    String kind;
    String what;

    @Nullable
    String details;

    Instant createdAt;

    static ShopNoteRow of(ShopNote note) {
        ShopNoteRow row = new ShopNoteRow();
        row.merchantId = note.merchant().value();
        row.id = note.id();
        row.storeId = note.store().value();
        row.orderId = note.order() == null ? null : note.order().value();
        row.reference = note.reference();
        row.kind = note.kind().name();
        row.what = note.what();
        row.details = ShopJson.details(note.details());
        row.createdAt = Times.stored(note.at());
        return row;
    }

    ShopNote toRecord() {
        return new ShopNote(
                new MerchantId(merchantId),
                id,
                new StoreId(storeId),
                orderId == null ? null : new OrderId(orderId),
                reference,
                ShopNote.Kind.valueOf(kind),
                what,
                ShopJson.details(details),
                createdAt);
    }
}
