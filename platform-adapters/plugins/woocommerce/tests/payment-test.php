<?php
/** From the button to the buyer coming back. */

/** The gateway's payments, which a test may change: number → payment. */
function gateway() {
	$gateway       = new ArrayObject();
	$answer        = function ( $status, $json ) {
		return array(
			'code' => $status,
			'body' => json_encode( $json ),
		);
	};
	Shop::$network = function ( $url, $args ) use ( $gateway, $answer ) {
		$path          = substr( $url, strlen( 'https://pay.example' ) );
		$body          = isset( $args['body'] ) ? json_decode( $args['body'], true ) : null;
		Shop::$calls[] = array( 'what' => $args['method'] . ' ' . $path, 'body' => $body );
		$all           = $gateway->getArrayCopy();
		if ( 'POST /api/v1/payments' === $args['method'] . ' ' . $path ) {
			foreach ( $all as $payment ) {
				if ( $payment['order'] === $body['order'] && $payment['revision'] > $body['revision'] ) {
					return $answer( 409, array( 'code' => 'wrong-state' ) );
				}
				if ( $payment['order'] === $body['order'] && $payment['revision'] === $body['revision'] ) {
					return $payment['amount'] === $body['amount'] ? $answer( 201, $payment ) : $answer( 422, array( 'code' => 'invalid-request' ) );
				}
			}
			return $answer( 201, paying( $gateway, $body['order'], $body['revision'], $body['amount'] ) );
		}
		if ( 0 === strpos( $path, '/api/v1/payments?' ) ) {
			preg_match( '/order=(\d+)/', $path, $part );
			$of = array_values( array_filter( $all, function ( $payment ) use ( $part ) { return $payment['order'] === $part[1]; } ) );
			return $answer( 200, array( 'data' => array_slice( array_reverse( $of ), 0, 1 ) ) );
		}
		preg_match( '#^/api/v1/payments/([^/]+)(/.*)?$#', $path, $part );
		if ( ! isset( $gateway[ $part[1] ] ) ) {
			return $answer( 404, array( 'code' => 'not-found' ) );
		}
		$payment = $gateway[ $part[1] ];
		$what    = isset( $part[2] ) ? $part[2] : '';
		if ( '/cancel' === $what ) {
			if ( $payment['in_doubt'] || 'paid' === $payment['status'] ) {
				return $answer( 409, array( 'code' => $payment['in_doubt'] ? 'in-doubt' : 'wrong-state' ) );
			}
			$gateway[ $part[1] ] = array( 'status' => 'canceled' ) + $payment;
		}
		return $answer( 200, '/reopen' === $what ? paying( $gateway, $payment['order'], $payment['revision'] + 1, $payment['amount'] ) : $gateway[ $part[1] ] );
	};
	return $gateway;
}
function paying( $gateway, $order, $revision, $amount, $more = array() ) {
	$id             = 'pay_' . ( count( $gateway ) + 1 );
	$gateway[ $id ] = $more + array( 'id' => $id, 'order' => $order, 'revision' => $revision, 'amount' => $amount, 'currency' => 'EUR', 'status' => 'open', 'in_doubt' => false, 'attempts' => array(), 'checkout_url' => 'https://pay.example/pay/' . $id );
	return $gateway[ $id ];
}
function became( $gateway, $id, $more ) {
	$gateway[ $id ] = $more + $gateway[ $id ];
}
function press( $id ) {
	$method = new Tillgate_Gateway();
	return $method->process_payment( $id );
}
/** The buyer comes to the page that says thank you. */
function back( $id ) {
	Shop::$endpoint = 'order-received';
	Shop::$query    = array( 'order-received' => $id );
	$_GET['key']    = 'wc_order_k';
	try {
		Tillgate_Return::ask();
	} catch ( Redirected $to ) {
		return $to->getMessage();
	}
	return Tillgate_Return::text( 'Thank you.', wc_get_order( $id ) );
}

$tests['pressed twice it is one payment, changed it is another'] = function () {
	$gateway = gateway();
	Shop::order( 7, '19.95' );
	same( array( 'result' => 'success', 'redirect' => 'https://pay.example/pay/pay_1' ), press( 7 ), 'to the page' );
	same( 'https://pay.example/pay/pay_1', press( 7 )['redirect'], 'the same page' );
	wc_get_order( 7 )->set( 'total', '24.95' );
	same( 'https://pay.example/pay/pay_2', press( 7 )['redirect'], 'another sum' );
	same( array( 2, '24.95' ), array( $gateway['pay_2']['revision'], $gateway['pay_2']['amount'] ), 'a new revision' );
};

$tests['a changed cart closes the earlier payment'] = function () {
	$gateway = gateway();
	Shop::order( 7, '19.95' );
	Shop::order( 8, '9.95' );
	press( 7 );
	press( 8 );
	same( array( 'canceled', 'open' ), array( $gateway['pay_1']['status'], $gateway['pay_2']['status'] ), 'closed' );
};

$tests['while money for the earlier cart may be on its way nothing else is opened'] = function () {
	$gateway = gateway();
	Shop::order( 7, '19.95' );
	Shop::order( 8, '9.95' );
	press( 7 );
	became( $gateway, 'pay_1', array( 'in_doubt' => true ) );
	same( array( 'result' => 'failure' ), press( 8 ), 'stopped' );
	same( true, false !== strpos( Shop::$notices[0], 'still being checked' ), 'with the reason' );
	same( 1, count( $gateway ), 'no second payment' );
	became( $gateway, 'pay_1', array( 'in_doubt' => false, 'status' => 'paid' ) );
	same( 'https://pay.example/pay/pay_2', press( 8 )['redirect'], 'a second purchase' );
	same( 'processing', wc_get_order( 7 )->get_status(), 'the first is known to be paid by the way' );
};

$tests['a payment that has ended is opened again, and the shop goes on from its revision'] = function () {
	$gateway = gateway();
	Shop::order( 7, '19.95' );
	press( 7 );
	became( $gateway, 'pay_1', array( 'status' => 'expired' ) );
	same( 'https://pay.example/pay/pay_2', press( 7 )['redirect'], 'another payment' );
	wc_get_order( 7 )->set( 'total', '24.95' );
	same( 'https://pay.example/pay/pay_3', press( 7 )['redirect'], 'and a changed one after it' );
	same( 3, $gateway['pay_3']['revision'], 'above both' );
};

$tests['an order is never paid again while its money is there or on its way'] = function () {
	$gateway = gateway();
	Shop::order( 7, '19.95' );
	press( 7 );
	wc_get_order( 7 )->set( 'total', '24.95' );
	foreach ( array( array( 'in_doubt' => true ), array( 'in_doubt' => false, 'attempts' => array( array( 'status' => 'pending' ) ) ), array( 'attempts' => array( array( 'status' => 'awaiting_payer', 'next_action' => array( 'type' => 'transfer' ) ) ) ) ) as $more ) {
		became( $gateway, 'pay_1', $more );
		same( 'https://pay.example/pay/pay_1', press( 7 )['redirect'], 'its page lets nobody pay twice' );
	}
	Shop::order( 8, '19.95' );
	Shop::$session = array();
	press( 8 );
	became( $gateway, 'pay_2', array( 'status' => 'paid' ) );
	same( wc_get_order( 8 )->get_checkout_order_received_url(), press( 8 )['redirect'], 'paid' );
	same( 'processing', wc_get_order( 8 )->get_status(), 'and completed' );
};

$tests['a shop that remembers less than the gateway goes on from what that knows'] = function () {
	$gateway = gateway();
	paying( $gateway, '7', 5, '19.95' );
	Shop::order( 7, '19.95' );
	same( 'https://pay.example/pay/pay_1', press( 7 )['redirect'], 'the payment that is there' );
	wc_get_order( 7 )->set( 'meta', array() )->set( 'total', '24.95' );
	same( array( 'https://pay.example/pay/pay_2', 6 ), array( press( 7 )['redirect'], $gateway['pay_2']['revision'] ), 'a higher revision' );
	paying( $gateway, '8', 1, '9.95' );
	Shop::order( 8, '19.95' );
	same( array( 'https://pay.example/pay/pay_4', 2 ), array( press( 8 )['redirect'], $gateway['pay_4']['revision'] ), 'the same revision with another sum' );
	wc_get_order( 8 )->set( 'meta', array( '_tillgate_payment_id' => 'pay_of_another_store' ) );
	same( 'https://pay.example/pay/pay_4', press( 8 )['redirect'], 'a payment of a store that was connected before' );
};

$tests['the payment that the gateway made for a changed order is the one that counts'] = function () {
	$gateway = gateway();
	Shop::order( 7, '19.95' );
	press( 7 );
	wc_get_order( 7 )->set( 'total', '24.95' );
	became( $gateway, 'pay_1', array( 'status' => 'canceled' ) );
	paying( $gateway, '7', 2, '24.95', array( 'in_doubt' => true ) );
	same( false, Tillgate_Watch::may_be_cancelled( true, wc_get_order( 7 ) ), 'its money may be on its way' );
	same( 'pay_2', wc_get_order( 7 )->get_meta( '_tillgate_payment_id' ), 'known now' );
	became( $gateway, 'pay_2', array( 'in_doubt' => false ) );
	same( 'https://pay.example/pay/pay_2', press( 7 )['redirect'], 'no third one' );
	paying( $gateway, '8', 1, '19.95', array( 'in_doubt' => true ) );
	same( false, Tillgate_Watch::may_be_cancelled( true, Shop::order( 8, '19.95' ) ), 'nor an order that was offered in a chat' );
};

$tests['a buyer who comes back reads the truth'] = function () {
	$gateway = gateway();
	Shop::order( 7, '19.95' );
	press( 7 );
	same( wc_get_order( 7 )->get_checkout_payment_url(), back( 7 ), 'not paid: to where it can be tried again' );
	became( $gateway, 'pay_1', array( 'in_doubt' => true ) );
	same( true, false !== strpos( back( 7 ), 'do not pay again' ), 'nobody knows' );
	$away          = Shop::$network;
	Shop::$network = function () {
		return new WP_Error( 'http_request_failed', 'nobody there' );
	};
	same( true, false !== strpos( back( 7 ), 'do not pay again' ), 'the gateway is away' );
	Shop::$network = $away;
	became( $gateway, 'pay_1', array( 'in_doubt' => false, 'status' => 'paid' ) );
	same( array( 'Thank you.', 'processing' ), array( back( 7 ), wc_get_order( 7 )->get_status() ), 'paid' );
	Shop::order( 7, '19.95', 'EUR', array( 'method' => 'paypal', 'meta' => array( '_tillgate_payment_id' => 'pay_1' ) ) );
	same( 'Thank you.', back( 7 ), 'another method says its own truth' );
	$_GET['key'] = 'guessed';
	Shop::$calls = array();
	Shop::order( 8, '19.95' );
	Shop::$query = array( 'order-received' => 8 );
	Tillgate_Return::ask();
	same( array(), Shop::$calls, 'only who has the key makes the shop ask' );
};

$tests['where messages do not come through the shop asks by itself'] = function () {
	$gateway = gateway();
	foreach ( array( 7 => 'pending', 8 => 'failed', 9 => 'cancelled' ) as $id => $status ) {
		Shop::$session = array();
		Shop::order( $id, '19.95' );
		press( $id );
		wc_get_order( $id )->set( 'status', $status );
		became( $gateway, 'pay_' . ( $id - 6 ), array( 'status' => 'paid' ) );
	}
	Tillgate_Watch::look();
	foreach ( array( 7, 8, 9 ) as $id ) {
		same( 'processing', wc_get_order( $id )->get_status(), 'found' );
	}
	Tillgate_Watch::plan();
	Tillgate_Watch::plan();
	same( array( 3600 ), array_values( array_filter( array_column( Shop::$queue, 0 ) ) ), 'every hour, planned once' );
};

$tests['a gateway that does not answer is no decline'] = function () {
	$gateway = new Tillgate_Gateway();
	Shop::order( 7, '19.95' );
	same( array( 'result' => 'failure' ), $gateway->process_payment( 7 ), 'the buyer stays' );
	same( 'pending', wc_get_order( 7 )->get_status(), 'and the order waits' );
};

$tests['unpaid orders are not cancelled while money may come'] = function () {
	$gateway = gateway();
	$may     = function () {
		return Tillgate_Watch::may_be_cancelled( true, wc_get_order( 7 ) );
	};
	Shop::order( 7, '19.95' );
	same( true, $may(), 'an order without a payment' );
	press( 7 );
	foreach ( array( 'started', 'awaiting_payer', 'pending', 'authorized' ) as $status ) {
		became( $gateway, 'pay_1', array( 'attempts' => array( array( 'status' => $status ) ) ) );
		same( false, $may(), $status );
	}
	became( $gateway, 'pay_1', array( 'attempts' => array( array( 'status' => 'declined' ) ) ) );
	same( array( true, 'canceled' ), array( $may(), $gateway['pay_1']['status'] ), 'nothing is on its way; the payment is closed first' );
	became( $gateway, 'pay_1', array( 'status' => 'paid' ) );
	same( false, $may(), 'paid' );
	same( 'processing', wc_get_order( 7 )->get_status(), 'and completed by the way' );
	Shop::$network = null;
	Shop::order( 8, '19.95', 'EUR', array( 'meta' => array( '_tillgate_payment_id' => 'pay_1' ) ) );
	same( false, Tillgate_Watch::may_be_cancelled( true, wc_get_order( 8 ) ), 'nobody knows' );
	wc_get_order( 8 )->set( 'created', time() - 3 * 86400 );
	same( true, Tillgate_Watch::may_be_cancelled( true, wc_get_order( 8 ) ), 'nobody has known for days' );
};
