package dev.tillgate.store;

import dev.tillgate.flow.settlement.SettlementBook;
import dev.tillgate.flow.settlement.SettlementImport;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A book whose program is killed after some batches. */
final class DyingBook implements SettlementBook {
    private final SettlementBook book;
    private int batches;

    DyingBook(SettlementBook book, int batches) {
        this.book = book;
        this.batches = batches;
    }

    @Override
    public void begin(SettlementImport upload) {
        book.begin(upload);
    }

    @Override
    public void add(SettlementImport upload, int number, byte[] piece) {
        book.add(upload, number, piece);
    }

    @Override
    public void discard(SettlementImport upload) {
        book.discard(upload);
    }

    @Override
    public Optional<SettlementImport> find(MerchantId merchant, String id) {
        return book.find(merchant, id);
    }

    @Override
    public InputStream content(SettlementImport kept) {
        return book.content(kept);
    }

    @Override
    public boolean save(SettlementImport held, SettlementImport next) {
        return book.save(held, next);
    }

    @Override
    public Optional<SettlementImport> write(SettlementImport held, Batch batch, Decision decision) {
        if (batches-- == 0) {
            throw new IllegalStateException("killed");
        }
        return book.write(held, batch, decision);
    }

    @Override
    public List<Elsewhere> madeElsewhere(MerchantId merchant, AccountId account, List<String> formats) {
        return book.madeElsewhere(merchant, account, formats);
    }

    @Override
    public Again again(MerchantId merchant, AccountId account, String after, int limit, Redecision decision) {
        return book.again(merchant, account, after, limit, decision);
    }
}
