package dev.tillgate.webapp.demo;

import dev.tillgate.webapp.page.Language;
import dev.tillgate.webapp.page.LanguageChoice;
import dev.tillgate.webapp.page.MessageBundle;
import dev.tillgate.webapp.page.Pages;
import dev.tillgate.webapp.page.Texts;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The demo shop's pages. The cart lives in a cookie that other sites cannot make the browser send with a form
 * (SameSite), so a form of another site finds an empty cart.
 */
@Path("/demo")
public final class DemoShopResource {
    private static final String CART = "demo_cart";
    private static final String CURRENCY = "demo_currency";
    private static final List<String> STYLES = List.of("shell.css", "demo.css");
    private static final Set<String> SAYABLE = Set.of("unreachable", "empty");

    private final DemoShop shop;
    private final Pages pages;
    private final MessageBundle bundle = MessageBundle.nextTo(DemoShopResource.class);

    public DemoShopResource(DemoShop shop, Pages pages) {
        this.shop = shop;
        this.pages = pages;
    }

    /** What there is to buy. */
    @GET
    public Response catalogue(
            @QueryParam("currency") @Nullable String currency,
            @QueryParam(LanguageChoice.PARAMETER) @Nullable String lang,
            @Context HttpHeaders headers) {
        LanguageChoice language = LanguageChoice.of(lang, null, headers);
        String chosen = currency != null && Article.CURRENCIES.contains(currency) ? currency : currency(headers);
        Response.ResponseBuilder answer =
                page(200, language, Scene.of("demo/catalogue.jte", "catalogue.title", chosen, cart(headers)));
        return answer.cookie(cookie(CURRENCY, chosen)).build();
    }

    /** What the buyer has chosen. */
    @GET
    @Path("cart")
    public Response cart(
            @QueryParam("said") @Nullable String said,
            @QueryParam(LanguageChoice.PARAMETER) @Nullable String lang,
            @Context HttpHeaders headers) {
        LanguageChoice language = LanguageChoice.of(lang, null, headers);
        return page(
                        200,
                        language,
                        Scene.of("demo/cart.jte", "cart.title", currency(headers), cart(headers))
                                .saying(known(said)))
                .build();
    }

    /** Puts one more (or one less) of an article into the cart. */
    @POST
    @Path("cart")
    public Response change(
            @FormParam("article") @Nullable String code,
            @FormParam("change") @Nullable String change,
            @Context HttpHeaders headers) {
        Cart before = cart(headers);
        int by = "-1".equals(change) ? -1 : 1;
        Cart after = Article.of(code == null ? "" : code)
                .map(article -> before.with(article, by))
                .orElse(before);
        return to("/demo/cart").cookie(cookie(CART, after.toString())).build();
    }

    /** Makes the cart an order and takes the buyer to pay it. */
    @POST
    @Path("orders")
    public Response order(@FormParam("ships") @Nullable String ships, @Context HttpHeaders headers) {
        Cart cart = cart(headers);
        if (cart.isEmpty()) {
            return to("/demo/cart?said=empty").build();
        }
        ShopOrder order = shop.place(cart, currency(headers), "later".equals(ships));
        return pay(order, headers).cookie(cookie(CART, "")).build();
    }

    /** How the order stands. */
    @GET
    @Path("orders/{number}")
    public Response order(
            @PathParam("number") String number,
            @QueryParam("back") @Nullable String back,
            @QueryParam("said") @Nullable String said,
            @QueryParam(LanguageChoice.PARAMETER) @Nullable String lang,
            @Context HttpHeaders headers) {
        LanguageChoice language = LanguageChoice.of(lang, null, headers);
        Optional<ShopOrder> order = shop.find(number);
        if (order.isEmpty()) {
            return page(404, language, Scene.of("demo/missing.jte", "missing.title", currency(headers), cart(headers)))
                    .build();
        }
        return page(
                        200,
                        language,
                        Scene.of("demo/order.jte", "order.title", currency(headers), cart(headers))
                                .with(order.get(), back != null, known(said)))
                .build();
    }

    /** Takes the buyer on to the payment's page. By a page of our own, because a form may only lead to our own pages. */
    @GET
    @Path("orders/{number}/go")
    public Response go(@PathParam("number") String number, @Context HttpHeaders headers) {
        Optional<ShopOrder> order = shop.find(number).filter(found -> found.checkoutUrl() != null);
        if (order.isEmpty()) {
            return to("/demo/orders/" + number).build();
        }
        LanguageChoice language = LanguageChoice.of(null, null, headers);
        return page(
                        200,
                        language,
                        Scene.of("demo/go.jte", "go.title", currency(headers), cart(headers))
                                .with(order.get(), false, null))
                .build();
    }

    /** Takes the buyer to pay an order that is not paid yet. */
    @POST
    @Path("orders/{number}/pay")
    public Response payAgain(@PathParam("number") String number, @Context HttpHeaders headers) {
        return shop.payable(number)
                .map(order -> pay(order, headers))
                .orElseGet(() -> to("/demo/orders/" + number))
                .build();
    }

    private Response.ResponseBuilder pay(ShopOrder order, HttpHeaders headers) {
        Language language = LanguageChoice.of(null, null, headers).language();
        boolean payable = shop.checkout(order, bundle.in(language)).isPresent();
        return to("/demo/orders/" + order.number() + (payable ? "/go" : "?said=unreachable"));
    }

    /** What a page is of, and what it says. */
    private record Scene(
            String template,
            String title,
            String currency,
            Cart cart,
            @Nullable ShopOrder order,
            boolean back,
            @Nullable String said) {
        static Scene of(String template, String title, String currency, Cart cart) {
            return new Scene(template, title, currency, cart, null, false, null);
        }

        Scene with(ShopOrder newOrder, boolean newBack, @Nullable String newSaid) {
            return new Scene(template, title, currency, cart, newOrder, newBack, newSaid);
        }

        Scene saying(@Nullable String newSaid) {
            return new Scene(template, title, currency, cart, order, back, newSaid);
        }
    }

    private Response.ResponseBuilder page(int status, LanguageChoice choice, Scene scene) {
        Texts texts = bundle.in(choice.language());
        ShopOrder order = scene.order;
        ShopPage page = new ShopPage(
                pages.frame(texts, texts.get(scene.title) + " · " + texts.get("shop"), STYLES, List.of()),
                scene.currency,
                scene.cart,
                order,
                order == null ? List.of() : shop.received(order),
                scene.back,
                scene.said,
                shop.chat(order, texts));
        Response.ResponseBuilder answer = pages.html(status, choice.language(), scene.template, page);
        return choice.switched() ? answer.cookie(choice.cookie(pages)) : answer;
    }

    private static @Nullable String known(@Nullable String said) {
        return said != null && SAYABLE.contains(said) ? said : null;
    }

    private static Cart cart(HttpHeaders headers) {
        Cookie cookie = headers.getCookies().get(CART);
        return Cart.parse(cookie == null ? null : cookie.getValue());
    }

    private static String currency(HttpHeaders headers) {
        Cookie cookie = headers.getCookies().get(CURRENCY);
        String code = cookie == null ? "" : cookie.getValue();
        return Article.CURRENCIES.contains(code) ? code : Article.CURRENCIES.getFirst();
    }

    private NewCookie cookie(String name, String value) {
        return new NewCookie.Builder(name)
                .value(value)
                .path(pages.path("/demo"))
                .httpOnly(true)
                .secure(pages.isSecure())
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }

    private Response.ResponseBuilder to(String path) {
        return pages.protect(Response.seeOther(URI.create(pages.path(path))));
    }
}
