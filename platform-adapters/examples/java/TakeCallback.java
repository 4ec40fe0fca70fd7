// The shop's one address: takes events, answers order.read and ping. Shop is yours: it implements Callbacks.Shop.
import com.sun.net.httpserver.HttpServer;
import dev.tillgate.client.*;

class TakeCallback {
    public static void main(String[] args) throws Exception {
        var callbacks = new Callbacks(System.getenv("CALLBACK_SECRET"));
        var server = HttpServer.create(new java.net.InetSocketAddress(Integer.parseInt(System.getenv("PORT"))), 0);
        server.createContext("/", call -> {
            var reply = callbacks.handle(call.getRequestHeaders()::getFirst, call.getRequestBody().readAllBytes(), new Shop());
            reply.headers().forEach(call.getResponseHeaders()::set);
            call.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
            call.getResponseBody().write(reply.body());
            call.close();
        });
        server.start();
    }
}
