package dev.tillgate.webapp.console;

import dev.tillgate.flow.CancelPayment;
import dev.tillgate.flow.CapturePayment;
import dev.tillgate.flow.DisputeReader;
import dev.tillgate.flow.Event;
import dev.tillgate.flow.Links;
import dev.tillgate.flow.NotPossible;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.PaymentReader;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.flow.RefundPayment;
import dev.tillgate.flow.ReopenPayment;
import dev.tillgate.flow.route.DecisionRecord;
import dev.tillgate.flow.route.RouteBook;
import dev.tillgate.ledger.LedgerReader;
import dev.tillgate.merchant.AccountBook;
import dev.tillgate.merchant.MerchantBook;
import dev.tillgate.merchant.Store;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One payment: what happened to it, and what an operator can do with its money. */
@Path("/console/payments/{id}")
public final class PaymentResource {
    private static final int MOST_EVENTS = 500;
    private static final int LONGEST_REASON = 255;

    private final Books books;
    private final Moves moves;
    private final Gate gate;
    private final ConsolePages pages;

    /** What the page is read from. */
    record Books(
            PaymentReader payments,
            LedgerReader ledger,
            DisputeReader disputes,
            MerchantBook merchants,
            AccountBook accounts,
            RouteBook routes,
            Links links) {}

    /** What can be done, each by a form that counts once. */
    record Moves(
            CapturePayment capture, CancelPayment cancel, RefundPayment refund, ReopenPayment reopen, FormOnce once) {}

    PaymentResource(Books books, Moves moves, Gate gate, ConsolePages pages) {
        this.books = books;
        this.moves = moves;
        this.gate = gate;
        this.pages = pages;
    }

    @GET
    public Response page(@PathParam("id") String id, @Context HttpHeaders headers, @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        return gate.page(headers, operator -> {
            Optional<PaymentView> view = view(operator, id);
            return view.isEmpty()
                    ? pages.missing(asked, operator)
                    : pages.show(
                            asked,
                            operator,
                            "payments",
                            "payment.title",
                            "console/payment.jte",
                            frame -> page(frame, view.get()));
        });
    }

    /** What a form says. */
    private record Form(
            @Nullable String code,
            @Nullable String token,
            @Nullable String amount,
            @Nullable String reason) {
        String once() {
            return Objects.requireNonNullElse(token, "");
        }
    }

    @POST
    @Path("refund")
    public Response refund(
            @PathParam("id") String id,
            @FormParam("form") @Nullable String code,
            @FormParam("token") @Nullable String token,
            @FormParam("amount") @Nullable String amount,
            @FormParam("reason") @Nullable String reason,
            @Context HttpHeaders headers) {
        Form form = new Form(code, token, amount, reason);
        return move(id, form, headers, "refunded", (operator, view) -> {
            Money wanted = Money.parse(given(amount), view.payment().amount().currencyCode());
            String why = given(reason).isEmpty() ? null : shortened(given(reason));
            return moves.once.<RefundPayment.Result>run(
                    operator,
                    view.id(),
                    form.once(),
                    "refund " + wanted + " " + why,
                    once -> moves.refund.run(operator.merchant(), view.id(), wanted, why, once));
        });
    }

    @POST
    @Path("capture")
    public Response capture(
            @PathParam("id") String id,
            @FormParam("form") @Nullable String code,
            @FormParam("token") @Nullable String token,
            @FormParam("amount") @Nullable String amount,
            @Context HttpHeaders headers) {
        Form form = new Form(code, token, amount, null);
        return move(id, form, headers, "captured", (operator, view) -> {
            Money wanted = Money.parse(given(amount), view.payment().amount().currencyCode());
            return moves.once.<PaymentView>run(
                    operator,
                    view.id(),
                    form.once(),
                    "capture " + wanted,
                    once -> moves.capture.run(operator.merchant(), view.id(), wanted, once));
        });
    }

    @POST
    @Path("cancel")
    public Response cancel(
            @PathParam("id") String id,
            @FormParam("form") @Nullable String code,
            @FormParam("token") @Nullable String token,
            @Context HttpHeaders headers) {
        Form form = new Form(code, token, null, null);
        return move(
                id,
                form,
                headers,
                "canceled",
                (operator, view) -> moves.once.<PaymentView>run(
                        operator,
                        view.id(),
                        form.once(),
                        "cancel",
                        once -> moves.cancel.run(operator.merchant(), view.id(), once)));
    }

    /** Offers the order once more, with a payment of its own. */
    @POST
    @Path("reopen")
    public Response reopen(
            @PathParam("id") String id,
            @FormParam("form") @Nullable String code,
            @FormParam("token") @Nullable String token,
            @Context HttpHeaders headers) {
        Form form = new Form(code, token, null, null);
        return move(
                id,
                form,
                headers,
                "reopened",
                (operator, view) -> moves.once.<PaymentView>run(
                        operator,
                        view.id(),
                        form.once(),
                        "reopen",
                        once -> moves.reopen.run(operator.merchant(), view.id(), once)));
    }

    /** Something that is done with a payment; false when the form was used for something else before. */
    @FunctionalInterface
    private interface Move {
        boolean make(Operator operator, PaymentView view);
    }

    private Response move(String id, Form form, HttpHeaders headers, String done, Move move) {
        return gate.form(headers, form.code, operator -> {
            Optional<PaymentView> view = view(operator, id);
            if (view.isEmpty()) {
                return pages.missing(new Asked(headers, null, null), operator);
            }
            return gate.to("/console/payments/" + view.get().id() + "?said=" + said(operator, view.get(), done, move));
        });
    }

    private static String said(Operator operator, PaymentView view, String done, Move move) {
        try {
            return move.make(operator, view) ? done : "stale";
        } catch (InvalidMoney e) {
            return "amount";
        } catch (NotPossible no) {
            return switch (no.why()) {
                case EXCEEDS -> "exceeds";
                case IN_DOUBT -> "in_doubt";
                case UNSUPPORTED -> "unsupported";
                case INVALID -> "amount";
                case NOT_FOUND, WRONG_STATE, ALREADY_PAID, METHOD_UNAVAILABLE, TOO_MANY -> "wrong_state";
            };
        }
    }

    private static String given(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }

    private Optional<PaymentView> view(Operator operator, String id) {
        return Ids.of(id, PaymentId::new).flatMap(payment -> books.payments
                .file(operator.merchant(), payment)
                .map((OrderFile file) -> new PaymentView(file, payment)));
    }

    private PaymentPage page(View frame, PaymentView view) {
        List<Event> events = books
                .payments
                .events(view.file().merchant(), view.order().id(), 0, MOST_EVENTS)
                .stream()
                .filter(event -> event.payment().equals(view.id()))
                .toList();
        String store = books.merchants
                .store(view.file().merchant(), view.order().store())
                .map(Store::name)
                .orElse("");
        return new PaymentPage(
                frame,
                view,
                store,
                events,
                books.ledger.entries(view.file().merchant(), view.id()),
                choices(frame, view),
                books.disputes.of(view.file().merchant(), view.id()),
                moves.once.newToken(),
                view.payment().status() == PaymentStatus.OPEN
                        ? books.links.checkout(view.file().merchant(), view.id())
                        : null);
    }

    /** Why each attempt that had a choice was made through its account. */
    private Map<AttemptId, RouteChoice> choices(View frame, PaymentView view) {
        MerchantId merchant = view.file().merchant();
        List<DecisionRecord> decisions = books.routes.decisions(merchant, view.id());
        if (decisions.isEmpty()) {
            return Map.of();
        }
        Map<AccountId, String> labels = new HashMap<>();
        books.accounts.accounts(merchant).forEach(account -> labels.put(account.id(), account.label()));
        Map<AttemptId, RouteChoice> choices = new HashMap<>();
        decisions.forEach(decision -> choices.put(decision.attempt(), RouteChoice.of(frame, decision, labels)));
        return choices;
    }
}
