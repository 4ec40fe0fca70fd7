package dev.tillgate.provider.paypal;

import java.io.IOException;

/** PayPal does not know this client id and secret: nothing was asked for with them. */
final class CredentialsRefused extends IOException {
    CredentialsRefused(String why) {
        super(why);
    }
}
