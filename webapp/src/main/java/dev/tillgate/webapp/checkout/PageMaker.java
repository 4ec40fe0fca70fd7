package dev.tillgate.webapp.checkout;

import dev.tillgate.chat.ChatOrigins.Origin;
import dev.tillgate.flow.Links;
import dev.tillgate.flow.Occasion;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.webapp.page.FormGuard;
import dev.tillgate.webapp.page.Frame;
import dev.tillgate.webapp.page.Language;
import dev.tillgate.webapp.page.MessageBundle;
import dev.tillgate.webapp.page.MoneyText;
import dev.tillgate.webapp.page.Pages;
import dev.tillgate.webapp.page.SafeLink;
import dev.tillgate.webapp.page.Texts;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers what the checkout's templates show. */
public final class PageMaker {

    private static final String SANDBOX = "sandbox";
    private static final List<String> STYLES = List.of("checkout.css");
    private static final List<String> SCRIPTS = List.of("checkout.js");

    private final Pages pages;
    private final MessageBundle bundle = MessageBundle.nextTo(PageMaker.class);
    private final Cashier cashier;
    private final FormGuard forms;
    private final Links links;
    private final Origins origins;
    private final Clock clock;

    /** Where payments were asked for, for those that were asked for in conversations. */
    @FunctionalInterface
    public interface Origins {
        /** @param mark what the link or the browser says about where it was opened, or null */
        Optional<Origin> of(PaymentView view, @Nullable String mark);
    }

    public PageMaker(Pages pages, Cashier cashier, FormGuard forms, Links links, Origins origins, Clock clock) {
        this.pages = pages;
        this.cashier = cashier;
        this.forms = forms;
        this.links = links;
        this.origins = origins;
        this.clock = clock;
    }

    Texts texts(Language language) {
        return bundle.in(language);
    }

    Screen screen(PaymentView view, Occasion occasion) {
        return ScreenChoice.of(view, () -> cashier.methods(view, occasion), cashier.wasPaidLate(view), clock.instant());
    }

    PayPage page(PaymentView view, String token, Language language, Visit visit) {
        Instant now = clock.instant();
        Texts texts = texts(language);
        Screen screen = screen(view, visit.occasion());
        String said = visit.said();
        String store = cashier.storeName(view);
        MoneyMoved moved = MoneyMoved.of(view);
        String amount =
                MoneyText.of(moved.isPart() ? moved.missing() : view.payment().amount(), language);
        String title = screen instanceof Screen.Choose
                ? texts.get("title", amount, store)
                : texts.get("state." + screen.state() + ".title") + " · " + store;
        return new PayPage(
                pages.frame(texts, title, STYLES, SCRIPTS),
                pages.path("/pay/" + token),
                forms.code(view.id().value()),
                store,
                view.order(),
                view.id(),
                view.payment().amount(),
                screen,
                moved,
                origins.of(view, visit.mark()).orElse(null),
                said == null ? null : Notice.of(said.equals("already") ? "ok" : "warn", said),
                instead(view, screen),
                isTest(view, screen),
                shopUrl(view.order().buyer(), screen),
                now);
    }

    /** Where the payer has to go on, or null when there is nothing to go to. */
    @Nullable
    String redirect(PaymentView view) {
        return screen(view, Occasion.UNKNOWN) instanceof Screen.Act act
                        && act.action() instanceof NextAction.Redirect redirect
                ? SafeLink.web(redirect.url())
                : null;
    }

    Frame frameOfMissing(Language language) {
        Texts texts = texts(language);
        return pages.frame(texts, texts.get("missing.title"), STYLES, List.of());
    }

    private @Nullable String instead(PaymentView view, Screen screen) {
        PaymentId other = screen instanceof Screen.Over over ? over.instead() : null;
        return other == null ? null : SafeLink.web(links.checkout(view.file().merchant(), other));
    }

    private static @Nullable String shopUrl(Buyer buyer, Screen screen) {
        boolean settled = screen instanceof Screen.Paid;
        String first = settled ? buyer.returnUrl() : buyer.cancelUrl();
        String second = settled ? buyer.cancelUrl() : buyer.returnUrl();
        return SafeLink.web(first == null ? second : first);
    }

    private static boolean isTest(PaymentView view, Screen screen) {
        boolean offered = screen instanceof Screen.Choose choose
                && choose.methods().stream()
                        .anyMatch(choice -> choice.provider().equals(SANDBOX));
        return offered || view.attempts().stream().map(Attempt::provider).anyMatch(SANDBOX::equals);
    }
}
