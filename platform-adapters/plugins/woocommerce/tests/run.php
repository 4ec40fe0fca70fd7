<?php
/**
 * Proves the plugin's decisions: php run.php. Fails with the first sentence that is not true.
 */

error_reporting( E_ALL );
set_error_handler(
	function ( $kind, $text, $file, $line ) {
		throw new ErrorException( $text, 0, $kind, $file, $line );
	}
);
require __DIR__ . '/standins.php';
define( 'TILLGATE_WC_VERSION', '0' );
define( 'TILLGATE_WC_FILE', dirname( __DIR__ ) . '/tillgate-for-woocommerce/tillgate-for-woocommerce.php' );
foreach ( array( 'money', 'connection', 'signature', 'api', 'orders', 'payments', 'notify', 'push', 'gateway' ) as $part ) {
	require dirname( __DIR__ ) . '/tillgate-for-woocommerce/includes/class-tillgate-' . $part . '.php';
}

$count = 0;
function same( $expected, $is, $what ) {
	global $count;
	++$count;
	if ( $expected !== $is ) {
		throw new Exception( $what . "\n  expected " . var_export( $expected, true ) . "\n  but was  " . var_export( $is, true ) );
	}
}

/** A message as the gateway sends it. */
function sent( $message, $time = null ) {
	$time = null === $time ? time() : $time;
	$link = Tillgate_Connection::get();
	$body = json_encode( $message + array( 'store_id' => 'sto_1' ) );
	return array( $body, Tillgate_Signature::headers( 'evt_' . md5( $body ), $body, $link['callback_secret'], $time ) );
}
function told( $message ) {
	list( $body, $headers ) = sent( $message );
	return Tillgate_Notify::handle( $body, $headers, time() );
}
function event( $type, $order, $more = array() ) {
	return array(
		'id'         => 'evt_1',
		'type'       => $type,
		'payment_id' => 'pay_1',
		'data'       => $more + array(
			'order_reference' => (string) $order,
			'amount'          => '19.95',
			'currency'        => 'EUR',
		),
	);
}

if ( isset( $argv[1] ) && 'deliver' === $argv[1] ) {
	// One of several processes that get the same event at once.
	Shop::$file = $argv[2];
	$file       = Shop::$file;
	Shop::fresh();
	Shop::$file = $file;
	$answer     = told( event( 'payment.paid', 7 ) );
	exit( 200 === $answer['status'] ? 0 : 1 );
}

$tests = array();

$tests['amounts are exact or refused'] = function () {
	foreach ( array(
		array( '19.95', 'EUR', '19.95' ),
		array( '19.9500', 'EUR', '19.95' ),
		array( '20', 'EUR', '20.00' ),
		array( '64.75', 'JPY', null ),
		array( '65.00', 'JPY', '65' ),
		array( '64.753', 'KWD', '64.753' ),
		array( '64.75', 'KWD', '64.750' ),
		array( '64.7528', 'EUR', null ),
		array( '1e3', 'EUR', null ),
		array( '', 'EUR', null ),
		array( '0', 'EUR', '0.00' ),
		array( '-3.5', 'EUR', '-3.50' ),
	) as $case ) {
		same( $case[2], Tillgate_Money::exact( $case[0], $case[1] ), $case[0] . ' ' . $case[1] );
	}
	same( '0.30', Tillgate_Money::sum( array( '0.10', '0.20' ), 'EUR' ), 'no float ever adds' );
	same( '10.00', Tillgate_Money::sum( array( '8.264463', '1.735537' ), 'EUR' ), 'a price with tax in it' );
	same( null, Tillgate_Money::sum( array( '8.264463', '1.73' ), 'EUR' ), 'never rounded' );
	same( null, Tillgate_Money::sum( array( '8', '1e3' ), 'JPY' ), 'no amount' );
	same( '-3.25', Tillgate_Money::sum( array( '-5', '1.75' ), 'EUR' ), 'what is taken off' );
};

$tests['the signature is the one of Standard Webhooks'] = function () {
	// The example of https://github.com/standard-webhooks/standard-webhooks (checked 2026-11-25).
	$headers = Tillgate_Signature::headers( 'msg_p5jXN8AQM9LWM0D4loKWxJek', '{"test": 2432232314}', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 1614265330 );
	same( 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=', $headers['webhook-signature'], 'the known signature' );
};

$tests['a message that is changed, old, unsigned or for another store is not believed'] = function () {
	list( $body, $headers ) = sent( event( 'payment.paid', 7 ) );
	same( 401, Tillgate_Notify::handle( $body . ' ', $headers, time() )['status'], 'changed' );
	same( 401, Tillgate_Notify::handle( $body, $headers, time() + 301 )['status'], 'old' );
	same( 401, Tillgate_Notify::handle( $body, array(), time() )['status'], 'unsigned' );
	$other = array( 'webhook-signature' => 'v1,' . base64_encode( str_repeat( 'x', 32 ) ) ) + $headers;
	same( 401, Tillgate_Notify::handle( $body, $other, time() )['status'], 'another secret' );
	same( 400, told( array( 'store_id' => 'sto_2', 'type' => 'ping' ) )['status'], 'another store' );
	same( 413, Tillgate_Notify::handle( str_repeat( 'x', 300000 ), $headers, time() )['status'], 'too large' );
};

$tests['the old secret is good for a day after the keys were changed'] = function () {
	list( $body, $headers ) = sent( array( 'type' => 'ping' ) );
	$link                    = Tillgate_Connection::get();
	$link['old_secret']      = $link['callback_secret'];
	$link['old_until']       = time() + 60;
	$link['callback_secret'] = 'whsec_' . base64_encode( str_repeat( 'n', 32 ) );
	Tillgate_Connection::put( $link );
	same( 200, Tillgate_Notify::handle( $body, $headers, time() )['status'], 'within the day' );
	$link['old_until'] = time() - 1;
	Tillgate_Connection::put( $link );
	same( 401, Tillgate_Notify::handle( $body, $headers, time() )['status'], 'after it' );
};

$tests['the token is checked when the server hands it on'] = function () {
	$key     = openssl_pkey_new( array( 'private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1' ) );
	$details = openssl_pkey_get_details( $key );
	$url     = function ( $bytes ) {
		return rtrim( strtr( base64_encode( $bytes ), '+/', '-_' ), '=' );
	};
	$pad     = function ( $bytes ) {
		return str_pad( ltrim( $bytes, "\0" ), 32, "\0", STR_PAD_LEFT );
	};
	Shop::$options['jwks'] = array( array( 'kid' => 'k1', 'kty' => 'EC', 'crv' => 'P-256', 'x' => $url( $pad( $details['ec']['x'] ) ), 'y' => $url( $pad( $details['ec']['y'] ) ) ) );
	list( $body, $headers ) = sent( array( 'type' => 'ping' ) );
	$token = function ( $claims ) use ( $key, $url, $pad, $headers, $body ) {
		$signed = $url( json_encode( array( 'alg' => 'ES256', 'kid' => 'k1', 'typ' => 'JWT' ) ) ) . '.' . $url( json_encode( $claims + array( 'iss' => 'https://pay.example', 'aud' => array( 'sto_1' ), 'jti' => $headers['webhook-id'], 'exp' => time() + 300, 'body_sha256' => $url( hash( 'sha256', $body, true ) ) ) ) );
		openssl_sign( $signed, $der, $key, OPENSSL_ALGO_SHA256 );
		$first = ord( $der[3] );
		$raw   = $pad( substr( $der, 4, $first ) ) . $pad( substr( $der, 6 + $first ) );
		return array( 'authorization' => 'Bearer ' . $signed . '.' . $url( $raw ) );
	};
	same( 200, Tillgate_Notify::handle( $body, $token( array() ) + $headers, time() )['status'], 'a right one' );
	same( 401, Tillgate_Notify::handle( $body, $token( array( 'aud' => array( 'sto_2' ) ) ) + $headers, time() )['status'], 'for another store' );
	same( 401, Tillgate_Notify::handle( $body, $token( array( 'exp' => time() - 120 ) ) + $headers, time() )['status'], 'expired' );
	same( 401, Tillgate_Notify::handle( $body, $token( array( 'body_sha256' => 'x' ) ) + $headers, time() )['status'], 'of another body' );
	$broken = $token( array() );
	$broken['authorization'][ strlen( $broken['authorization'] ) - 20 ] = 'A' === $broken['authorization'][ strlen( $broken['authorization'] ) - 20 ] ? 'B' : 'A';
	same( 401, Tillgate_Notify::handle( $body, $broken + $headers, time() )['status'], 'with another signature' );
};

$tests['a ping and an order are answered with a signature'] = function () {
	Shop::order( 7, '19.95' );
	$answer = told( array( 'type' => 'ping' ) );
	same( 200, $answer['status'], 'pong' );
	same( true, isset( $answer['headers']['webhook-signature'] ), 'signed' );
	$read = json_decode( told( array( 'type' => 'order.read', 'order' => '7' ) )['body'], true );
	same( array( '7', 1, 'unpaid', '19.95', 'EUR', '0.00', null, true ), array( $read['order'], $read['revision'], $read['state'], $read['amount'], $read['currency'], $read['refunded'], $read['transaction_id'], $read['offered'] ), 'the order' );
	$missing = told( array( 'type' => 'order.read', 'order' => '8' ) );
	same( array( 404, 'missing' ), array( $missing['status'], json_decode( $missing['body'], true )['state'] ), 'no such order' );
	Shop::order( 9, '64.75', 'JPY' );
	same( 422, told( array( 'type' => 'order.read', 'order' => '9' ) )['status'], 'an amount the currency does not have' );
};

$tests['paid completes once, however often it is told'] = function () {
	Shop::order( 7, '19.95' );
	told( event( 'payment.paid', 7 ) );
	told( event( 'payment.paid', 7 ) );
	$order = wc_get_order( 7 );
	same( array( 'processing', 'pay_1', 1 ), array( $order->get_status(), $order->get_transaction_id(), $order->mails() ), 'completed, one mail' );
};

$tests['eight deliveries at the same moment complete once'] = function () {
	Shop::order( 7, '19.95' );
	$running = array();
	for ( $i = 0; $i < 8; $i++ ) {
		$running[] = proc_open( array( PHP_BINARY, __FILE__, 'deliver', Shop::$file ), array(), $pipes );
	}
	foreach ( $running as $process ) {
		same( 0, proc_close( $process ), 'answered with 200' );
	}
	same( 1, wc_get_order( 7 )->mails(), 'one mail' );
};

$tests['another amount or currency is never paid'] = function () {
	Shop::order( 7, '29.94' );
	told( event( 'payment.paid', 7 ) );
	same( 'on-hold', wc_get_order( 7 )->get_status(), 'another amount' );
	Shop::order( 8, '19.95', 'GBP' );
	told( event( 'payment.paid', 8 ) );
	same( 'on-hold', wc_get_order( 8 )->get_status(), 'another currency' );
};

$tests['a cancelled order is lifted, one that was refunded says so'] = function () {
	Shop::order( 7, '19.95', 'EUR', array( 'status' => 'cancelled' ) );
	told( event( 'payment.paid_late', 7 ) );
	same( 'processing', wc_get_order( 7 )->get_status(), 'lifted' );
	same( true, false !== strpos( wc_get_order( 7 )->notes(), 'after this order was cancelled' ), 'with a note' );
	Shop::order( 8, '19.95', 'EUR', array( 'status' => 'refunded' ) );
	told( event( 'payment.paid', 8 ) );
	same( array( 'refunded', 'pay_1' ), array( wc_get_order( 8 )->get_status(), wc_get_order( 8 )->get_transaction_id() ), 'the silent no-op of payment_complete is seen' );
};

$tests['what ends late does not count'] = function () {
	Shop::order( 7, '19.95', 'EUR', array( 'status' => 'processing', 'tx' => 'pay_1' ) );
	told( event( 'payment.expired', 7 ) );
	same( 'processing', wc_get_order( 7 )->get_status(), 'paid stays paid' );
	Shop::order( 8, '19.95', 'EUR', array( 'meta' => array( '_tillgate_payment_id' => 'pay_2' ) ) );
	told( event( 'payment.expired', 8 ) );
	same( 'pending', wc_get_order( 8 )->get_status(), 'an older payment of the order' );
	Shop::order( 9, '19.95', 'EUR', array( 'meta' => array( '_tillgate_payment_id' => 'pay_1' ) ) );
	told( event( 'payment.expired', 9 ) );
	same( 'failed', wc_get_order( 9 )->get_status(), 'the present one' );
};

$tests['a refund made at the gateway is booked once, one of a second charge is not'] = function () {
	Shop::order( 7, '19.95', 'EUR', array( 'status' => 'processing', 'tx' => 'pay_1' ) );
	$refund = event( 'refund.succeeded', 7, array( 'refund_id' => 'opn_1', 'refund_amount' => '5.00', 'cause' => 'requested' ) );
	told( $refund );
	told( $refund );
	same( array( 1, '5.00' ), array( count( wc_get_order( 7 )->get_refunds() ), wc_get_order( 7 )->get_total_refunded() ), 'booked once' );
	told( event( 'refund.succeeded', 7, array( 'refund_id' => 'opn_2', 'refund_amount' => '19.95', 'cause' => 'second_success' ) ) );
	same( '5.00', wc_get_order( 7 )->get_total_refunded(), 'a second charge was never this order’s' );
};

$tests['orders of other methods and a copy of the site are left alone'] = function () {
	Shop::order( 7, '19.95', 'EUR', array( 'method' => 'bacs' ) );
	told( event( 'payment.paid', 7 ) );
	same( 'pending', wc_get_order( 7 )->get_status(), 'another method' );
	list( $body, $headers ) = sent( event( 'payment.paid', 7 ) );
	Shop::$home = 'https://staging.shop.example';
	same( 401, Tillgate_Notify::handle( $body, $headers, time() )['status'], 'a copy' );
	same( true, is_wp_error( Tillgate_Payments::of( new WC_Order( 7 ) ) ), 'a copy takes no money' );
};

$tests['pressed twice it is one payment, changed it is another'] = function () {
	Shop::$answers = array( 'POST /api/v1/payments' => array( 201, array( 'id' => 'pay_1', 'status' => 'open', 'checkout_url' => 'https://pay.example/pay/x' ) ) );
	$order         = Shop::order( 7, '19.95' );
	Tillgate_Payments::of( $order );
	Tillgate_Payments::of( new WC_Order( 7 ) );
	same( Shop::$calls[0]['key'], Shop::$calls[1]['key'], 'the same key' );
	$changed = new WC_Order( 7 );
	$changed->set_total( '24.95' );
	Tillgate_Payments::of( $changed );
	same( array( 2, '24.95', false ), array( Shop::$calls[2]['body']['revision'], Shop::$calls[2]['body']['amount'], Shop::$calls[2]['key'] === Shop::$calls[1]['key'] ), 'a new revision' );
	Tillgate_Payments::of( Shop::order( 8, '9.95' ) );
	same( 'POST /api/v1/payments/pay_1/cancel', Shop::$calls[3]['what'], 'another order closes the earlier payment' );
};

$tests['a payment that has expired is opened again'] = function () {
	Shop::$answers = array(
		'POST /api/v1/payments'              => array( 201, array( 'id' => 'pay_1', 'status' => 'expired' ) ),
		'POST /api/v1/payments/pay_1/reopen' => array( 201, array( 'id' => 'pay_2', 'status' => 'open', 'checkout_url' => 'https://pay.example/pay/y' ) ),
	);
	same( 'pay_2', Tillgate_Payments::of( Shop::order( 7, '19.95' ) )['id'], 'another payment' );
};

$tests['a gateway that does not answer is no decline'] = function () {
	$gateway = new Tillgate_Gateway();
	Shop::order( 7, '19.95' );
	same( array( 'result' => 'failure' ), $gateway->process_payment( 7 ), 'the buyer stays' );
	same( 'pending', wc_get_order( 7 )->get_status(), 'and the order waits' );
};

$tests['a refund is done when the provider says so'] = function () {
	$gateway = new Tillgate_Gateway();
	$refund  = function ( $status ) use ( $gateway ) {
		Shop::order( 7, '19.95', 'EUR', array( 'status' => 'processing', 'tx' => 'pay_1' ) );
		wc_create_refund( array( 'order_id' => 7, 'amount' => '5.00' ) );
		Shop::$answers = null === $status ? array() : array( 'POST /api/v1/payments/pay_1/refunds' => array( 201, array( 'id' => 'opn_1', 'status' => $status ) ) );
		return $gateway->process_refund( 7, '5.00', 'broken' );
	};
	same( true, $refund( 'succeeded' ), 'succeeded' );
	same( 'opn_1', wc_get_order( 7 )->get_refunds()[0]->get_meta( '_tillgate_refund_id' ), 'known by its name' );
	told( event( 'refund.succeeded', 7, array( 'refund_id' => 'opn_1', 'refund_amount' => '5.00', 'cause' => 'requested' ) ) );
	same( 1, count( wc_get_order( 7 )->get_refunds() ), 'what was made here is not booked twice' );
	same( true, is_wp_error( $refund( 'pending' ) ), 'pending is not done' );
	same( true, is_wp_error( $refund( 'failed' ) ), 'failed' );
	same( true, is_wp_error( $refund( null ) ), 'a lost answer is not done' );
	same( true, is_wp_error( $gateway->process_refund( 7, '5.001', '' ) ), 'surplus decimals' );
};

$tests['unpaid orders are not cancelled while money may come'] = function () {
	$answer = function ( $payment ) {
		Shop::$answers = array( 'GET /api/v1/payments/pay_1' => array( 200, $payment + array( 'id' => 'pay_1', 'amount' => '19.95', 'currency' => 'EUR', 'attempts' => array() ) ) );
		return Tillgate_Payments::may_be_cancelled( true, Shop::order( 7, '19.95', 'EUR', array( 'meta' => array( '_tillgate_payment_id' => 'pay_1' ) ) ) );
	};
	same( true, $answer( array( 'status' => 'open' ) ), 'nothing is on its way' );
	same( false, $answer( array( 'status' => 'open', 'in_doubt' => true ) ), 'in doubt' );
	same( false, $answer( array( 'status' => 'open', 'attempts' => array( array( 'status' => 'awaiting_payer' ) ) ) ), 'the buyer is at it' );
	same( false, $answer( array( 'status' => 'paid' ) ), 'paid' );
	same( 'processing', wc_get_order( 7 )->get_status(), 'and completed by the way' );
	Shop::$answers = array();
	same( false, Tillgate_Payments::may_be_cancelled( true, Shop::order( 8, '19.95', 'EUR', array( 'meta' => array( '_tillgate_payment_id' => 'pay_1' ) ) ) ), 'nobody knows' );
};

$tests['a change is pushed signed and says only where to look'] = function () {
	Tillgate_Push::send( 'order.changed', '7', 0 );
	$sent = Shop::$pushed[0];
	same( 'https://pay.example/hooks/shops/sto_1', $sent['url'], 'the store’s address' );
	same( array( 'type', 'order', 'occurred_at' ), array_keys( json_decode( $sent['body'], true ) ), 'no amount, no person' );
	same( true, 0 === strpos( $sent['headers']['webhook-signature'], 'v1,' ), 'signed' );
};

$tests['nothing secret is written to the log'] = function () {
	Shop::order( 7, '19.95' );
	told( event( 'payment.paid', 7 ) );
	Tillgate_Api::call( 'GET', '/api/v1/payments/pay_9' );
	$log = implode( "\n", Shop::$log );
	same( false, strpos( $log, 'whsec_' ) || strpos( $log, 'secret' ), 'no secret' );
	same( true, false !== strpos( $log, 'payment.paid of order 7: completed' ), 'but what came of it' );
};

foreach ( $tests as $sentence => $test ) {
	Shop::fresh();
	try {
		$test();
	} catch ( Throwable $failed ) {
		fwrite( STDERR, 'FAILED: ' . $sentence . "\n" . $failed->getMessage() . "\n" . $failed->getFile() . ':' . $failed->getLine() . "\n" );
		exit( 1 );
	}
	echo 'ok ' . $sentence . "\n";
}
echo count( $tests ) . ' tests, ' . $count . " facts\n";
