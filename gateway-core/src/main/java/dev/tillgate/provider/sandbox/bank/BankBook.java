package dev.tillgate.provider.sandbox.bank;

import dev.tillgate.provider.simulator.NoticeFault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the bank knows. One lock over all: every change is a few map look-ups and one line in the journal. Holds at most
 * a given number of charges; the oldest are forgotten first.
 */
final class BankBook {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, BankCharge> charges = new LinkedHashMap<>();
    private final Map<String, List<String>> operationsOf = new HashMap<>();
    private final Map<String, BankOperation> operations = new HashMap<>();
    private final Map<String, String> idByReference = new HashMap<>();
    private final Map<String, String> idByKey = new HashMap<>();
    private final Map<String, Notice> notices = new LinkedHashMap<>();
    private final int mostCharges;
    private BankJournal journal = BankJournal.none();

    BankBook(int mostCharges) {
        this.mostCharges = mostCharges;
    }

    /** Runs alone. */
    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** From now on every change is also written to this journal. */
    void keepIn(BankJournal given) {
        locked(() -> journal = given);
    }

    /** By the bank's id or by the account's reference. */
    @Nullable
    BankCharge charge(String account, String idOrReference) {
        String id = idByReference.getOrDefault(account + "/" + idOrReference, idOrReference);
        BankCharge charge = charges.get(id);
        return charge != null && charge.terms().account().equals(account) ? charge : null;
    }

    @Nullable
    BankCharge charge(String id) {
        return charges.get(id);
    }

    /** By the bank's id or by the account's key. */
    @Nullable
    BankOperation operation(String account, String idOrKey) {
        String id = idByKey.getOrDefault(account + "/" + idOrKey, idOrKey);
        BankOperation operation = operations.get(id);
        return operation != null && operation.account().equals(account) ? operation : null;
    }

    @Nullable
    BankOperation operation(String id) {
        return operations.get(id);
    }

    void put(BankCharge charge) {
        journal.write(charge);
        charges.put(charge.id(), charge);
        idByReference.put(charge.terms().account() + "/" + charge.terms().reference(), charge.id());
        if (charges.size() > mostCharges) {
            forget(charges.values().iterator().next());
        }
        journal.compactIfLong(this);
    }

    void put(BankOperation operation) {
        journal.write(operation);
        if (operations.put(operation.id(), operation) == null) {
            idByKey.put(operation.account() + "/" + operation.key(), operation.id());
            operationsOf
                    .computeIfAbsent(operation.charge(), charge -> new ArrayList<>())
                    .add(operation.id());
        }
    }

    void put(Notice notice) {
        journal.write(notice);
        notices.put(notice.id(), notice);
    }

    void done(Notice notice) {
        journal.done(notice);
        notices.remove(notice.id());
    }

    void done(String noticeId) {
        notices.remove(noticeId);
    }

    Collection<BankCharge> charges() {
        return charges.values();
    }

    Collection<BankOperation> operations() {
        return operations.values();
    }

    List<BankOperation> operationsOf(String chargeId) {
        return operationsOf.getOrDefault(chargeId, List.of()).stream()
                .map(operations::get)
                .filter(Objects::nonNull)
                .toList();
    }

    Collection<Notice> notices() {
        return notices.values();
    }

    private void forget(BankCharge charge) {
        charges.remove(charge.id());
        idByReference.remove(charge.terms().account() + "/" + charge.terms().reference());
        List<String> ids = operationsOf.remove(charge.id());
        for (String id : ids == null ? List.<String>of() : ids) {
            BankOperation operation = operations.remove(id);
            if (operation != null) {
                idByKey.remove(operation.account() + "/" + operation.key());
            }
        }
    }

    /**
     * A notification that is still to be delivered.
     *
     * @param body what is sent, as it was when it happened
     * @param tries how often it was sent in vain
     */
    record Notice(String id, String account, String url, String body, NoticeFault trouble, int tries) {
        Notice triedAgain() {
            return new Notice(id, account, url, body, trouble, tries + 1);
        }
    }
}
