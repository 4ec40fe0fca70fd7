package dev.tillgate.provider.sandbox.bank;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.sandbox.bank.BankCharge.Terms;
import dev.tillgate.provider.sandbox.bank.BankOperation.Kind;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.Form;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The bank's JSON interface: who asks, for what, and what they are told. The wire is described in the package. */
final class BankApi {
    private static final int MOST_ROWS = 500;
    private final BankBook book;
    private final Teller teller;
    private final BankJson json;

    BankApi(BankBook book, Teller teller, BankJson json) {
        this.book = book;
        this.teller = teller;
        this.json = json;
    }

    /** What is answered to an account, before it is signed. Runs under the book's lock. */
    Told answer(String account, InboundRequest request) {
        String[] parts = request.path().split("/");
        String what = request.method() + " " + (parts.length > 2 ? parts[2] : "");
        return switch (what) {
            case "POST charges" -> parts.length == 3 ? create(account, request) : act(account, request, parts);
            case "GET charges" -> Told.ok(json.charge(charge(account, parts)));
            case "GET operations" -> Told.ok(operation(find(account, parts)));
            case "GET books" -> Told.ok(books(account, request));
            default -> throw new BankError(404, "no_such_endpoint", "there is nothing at this address");
        };
    }

    private Told create(String account, InboundRequest request) {
        BankRequests.Wanted wanted = BankRequests.charge(account, request);
        Terms terms = wanted.terms();
        BankCharge known = book.charge(account, terms.reference());
        if (known != null) {
            return repeated(known, terms);
        }
        Scenario scenario = wanted.scenario();
        Fault fault = scenario == null ? Fault.NONE : scenario.fault();
        if (fault.kind() == Fault.Kind.ERROR_BEFORE) {
            throw new BankError(500, "internal", "something broke before anything was done");
        }
        if (fault.kind() == Fault.Kind.RATE_LIMIT) {
            throw new BankError(429, "rate_limited", "too many requests");
        }
        return new Told(201, json.charge(teller.open(terms, scenario)), fault);
    }

    private Told repeated(BankCharge known, Terms terms) {
        if (known.terms().digest().isEmpty()) {
            throw new BankError(409, "reference_closed", "this reference was closed before the charge came");
        }
        if (!known.terms().digest().equals(terms.digest())) {
            throw new BankError(409, "idempotency_mismatch", "this reference was used for another charge");
        }
        return Told.ok(json.charge(known));
    }

    private Told act(String account, InboundRequest request, String[] parts) {
        Kind kind =
                switch (parts.length == 5 ? parts[4] : "") {
                    case "captures" -> Kind.CAPTURE;
                    case "refunds" -> Kind.REFUND;
                    case "void" -> Kind.VOID;
                    default -> throw new BankError(404, "no_such_endpoint", "there is nothing at this address");
                };
        BankRequests.Amount amount = BankRequests.operation(request);
        BankOperation known = book.operation(account, amount.key());
        String digest = kind + " " + parts[3] + " " + amount.digest();
        if (known != null) {
            if (!known.digest().equals(digest)) {
                throw new BankError(409, "idempotency_mismatch", "this key was used for another operation");
            }
            return Told.ok(operation(known));
        }
        BankCharge charge = book.charge(account, parts[3]);
        charge = charge == null ? unseen(kind, account, parts[3], amount) : teller.current(charge);
        if (!charge.terms().currency().equals(amount.currency())) {
            throw BankError.invalid("the charge is in another currency");
        }
        BankOperation wanted = teller.operation(charge, kind, amount.key(), digest, amount.minorUnits());
        BankOperation done =
                switch (kind) {
                    case CAPTURE -> teller.capture(charge, wanted);
                    case REFUND -> teller.refund(charge, wanted);
                    case VOID -> teller.close(charge, wanted);
                };
        return new Told(201, operation(done), Fault.NONE);
    }

    private BankCharge unseen(Kind kind, String account, String reference, BankRequests.Amount amount) {
        if (kind != Kind.VOID) {
            throw new BankError(404, "charge_not_found", "there is no such charge");
        }
        return teller.closeUnseen(BankRequests.unseen(account, reference, amount));
    }

    private BankCharge charge(String account, String[] parts) {
        BankCharge charge = parts.length == 4 ? book.charge(account, parts[3]) : null;
        if (charge == null) {
            throw new BankError(404, "no_record", "there is no such charge");
        }
        return teller.current(charge);
    }

    private BankOperation find(String account, String[] parts) {
        BankOperation operation = parts.length == 4 ? book.operation(account, parts[3]) : null;
        if (operation == null) {
            throw new BankError(404, "no_record", "there is no such operation");
        }
        return operation;
    }

    ObjectNode operation(BankOperation operation) {
        BankCharge charge = Objects.requireNonNull(book.charge(operation.charge()), "operation without its charge");
        return json.operation(operation, charge.terms().reference());
    }

    /** All charges and operations of the account, paged by {@code after} (an offset into the book) and {@code limit}. */
    private ObjectNode books(String account, InboundRequest request) {
        Map<String, String> query = Form.read(request.query());
        int after = number(query.get("after"), 0);
        int limit = Math.min(MOST_ROWS, number(query.get("limit"), MOST_ROWS));
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode charges = page.putArray("charges");
        book.charges().stream()
                .filter(charge -> charge.terms().account().equals(account))
                .skip(after)
                .limit(limit)
                .map(this::withOperations)
                .forEach(charges::add);
        page.put("next", after + charges.size());
        page.put("more", charges.size() == limit);
        return page;
    }

    private ObjectNode withOperations(BankCharge charge) {
        ObjectNode row = json.charge(charge);
        ArrayNode operations = row.putArray("operations");
        book.operationsOf(charge.id()).forEach(operation -> operations.add(operation(operation)));
        return row;
    }

    private static int number(@Nullable String text, int otherwise) {
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw BankError.invalid("after and limit are numbers");
        }
        return Integer.parseInt(text);
    }

    /**
     * An answer before it is signed.
     *
     * @param fault what is to go wrong with it
     */
    record Told(int status, JsonNode body, Fault fault) {
        static Told ok(JsonNode body) {
            return new Told(200, body, Fault.NONE);
        }
    }
}
