// Creates a payment for order 1042 and sends the buyer to its page. Needs gateway-client.jar and nothing else.
import com.sun.net.httpserver.HttpServer;
import dev.tillgate.client.*;

class Pay {
    public static void main(String[] args) throws Exception {
        var gateway = new Gateway(System.getenv("TILLGATE_URL"), System.getenv("CLIENT_ID"), System.getenv("CLIENT_SECRET"));
        var server = HttpServer.create(new java.net.InetSocketAddress(Integer.parseInt(System.getenv("PORT"))), 0);
        server.createContext("/", buyer -> {
            var payment = gateway.create(NewPayment.of("1042", "12.30", "EUR").returnTo("https://shop.example/thanks"));
            buyer.getResponseHeaders().set("Location", payment.checkoutUrl());
            buyer.sendResponseHeaders(303, -1);
        });
        server.start();
    }
}
