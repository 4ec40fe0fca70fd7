<?php
/** What an order says, and what becomes of it. */

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
	same( '64.75', json_decode( told( array( 'type' => 'order.read', 'order' => '9' ) )['body'], true )['amount'], 'an amount the currency does not have is said, for the gateway to refuse' );
	same( array( array( 'name' => 'Tea', 'quantity' => 1, 'amount' => '10.00' ) ), $read['lines'], 'in the words of the protocol' );
};

$tests['paid completes once, however often it is told'] = function () {
	Shop::order( 7, '19.95' );
	told( event( 'payment.paid', 7 ) );
	told( event( 'payment.paid', 7 ) );
	$order = wc_get_order( 7 );
	same( array( 'processing', 'pay_1', 1 ), array( $order->get_status(), $order->get_transaction_id(), $order->mails() ), 'completed, one mail' );
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

$tests['orders of other methods and a copy of the site are left alone'] = function () {
	Shop::order( 7, '19.95', 'EUR', array( 'method' => 'bacs' ) );
	told( event( 'payment.paid', 7 ) );
	same( 'pending', wc_get_order( 7 )->get_status(), 'another method' );
	list( $body, $headers ) = sent( event( 'payment.paid', 7 ) );
	Shop::$home = 'https://staging.shop.example';
	same( 401, Tillgate_Notify::handle( $body, $headers, time() )['status'], 'a copy' );
	same( true, is_wp_error( Tillgate_Payments::of( wc_get_order( 7 ) ) ), 'a copy takes no money' );
};

$tests['a change is pushed signed and says only where to look'] = function () {
	Tillgate_Push::send( 'order.changed', '7', 0 );
	$sent = Shop::$pushed[0];
	same( 'https://pay.example/hooks/shops/sto_1', $sent['url'], 'the store’s address' );
	same( array( 'type', 'order', 'occurred_at' ), array_keys( json_decode( $sent['body'], true ) ), 'no amount, no person' );
	same( true, 0 === strpos( $sent['headers']['webhook-signature'], 'v1,' ), 'signed' );
};

$tests['the states of an order are those that the gateway knows'] = function () {
	$read = function () {
		return json_decode( told( array( 'type' => 'order.read', 'order' => '7' ) )['body'], true );
	};
	$order = Shop::order( 7, '19.95' );
	foreach ( array( 'pending' => 'unpaid', 'failed' => 'unpaid', 'checkout-draft' => 'unpaid', 'shipped' => 'unpaid', 'on-hold' => 'on_hold', 'processing' => 'paid', 'completed' => 'paid', 'cancelled' => 'canceled', 'trash' => 'canceled', 'refunded' => 'refunded' ) as $status => $state ) {
		$order->set( 'status', $status );
		same( $state, $read()['state'], $status );
		same( in_array( $status, array( 'pending', 'failed' ), true ), $read()['offered'], $status . ' is offered' );
	}
	$order->set( 'paid', 1 );
	foreach ( array( 'shipped' => 'paid', 'on-hold' => 'paid', 'pending' => 'unpaid', 'cancelled' => 'canceled' ) as $status => $state ) {
		$order->set( 'status', $status );
		same( $state, $read()['state'], $status . ' after it was paid' );
	}
	$order->set( 'status', 'pending' )->set( 'method', 'bacs' );
	same( false, $read()['offered'], 'another method' );
	$order->set( 'method', '' );
	same( true, $read()['offered'], 'no method yet: a server or a person made it' );
};

$tests['a country or language that the gateway does not know keeps nobody from paying'] = function () {
	Shop::$locale = 'de_DE_formal';
	$buyer        = Tillgate_Orders::payment_body( Shop::order( 7, '19.95', 'EUR', array( 'country' => 'XK' ) ) )['buyer'];
	same( array( 'de-DE', false ), array( $buyer['locale'], isset( $buyer['country'] ) ), 'Kosovo, formal German' );
};

$tests['lines are exact, with the tax in them or beside them, or there are none'] = function () {
	$lines = function ( $net, $tax ) {
		Shop::$net = $net;
		Shop::$tax = $tax;
		return array_column( Tillgate_Orders::payment_body( Shop::order( 7, '23.74' ) )['lines'], 'total', 'name' );
	};
	same( array( 'Tea' => '10.00' ), $lines( '8.264463', '1.735537' ), 'prices with tax' );
	same( array( 'Tea' => '19.95', 'Tax' => '3.79' ), $lines( '19.95', '3.7905' ), 'prices without' );
	same( array(), $lines( '19.955', '3.7905' ), 'half a cent' );
};

$tests['what is changed after paying is not owed to the gateway'] = function () {
	$order = Shop::order( 7, '19.95' );
	same( 1, Tillgate_Orders::revision( $order ), 'the first' );
	$order->set( 'total', '24.95' );
	same( 2, Tillgate_Orders::revision( $order ), 'another sum' );
	$order->set( 'status', 'processing' )->set( 'total', '29.95' );
	same( 2, Tillgate_Orders::revision( $order ), 'a line added after paying' );
};

$tests['an order that a person has stopped after it was paid stays as it is'] = function () {
	foreach ( array( 'cancelled', 'on-hold', 'shipped' ) as $status ) {
		Shop::order( 7, '19.95', 'EUR', array( 'status' => $status, 'paid' => 1, 'tx' => 'pay_1' ) );
		told( event( 'payment.paid', 7 ) );
		same( array( $status, 0 ), array( wc_get_order( 7 )->get_status(), wc_get_order( 7 )->mails() ), $status );
	}
};

$tests['states in which WooCommerce does nothing are left first'] = function () {
	foreach ( array( 'checkout-draft', 'trash' ) as $status ) {
		Shop::order( 7, '19.95', 'EUR', array( 'status' => $status ) );
		told( event( 'payment.paid', 7 ) );
		same( array( 'processing', 'pay_1' ), array( wc_get_order( 7 )->get_status(), wc_get_order( 7 )->get_transaction_id() ), $status );
	}
};

$tests['a shop that cannot complete an order is told again'] = function () {
	Shop::order( 7, '19.95' );
	Shop::$broken = true;
	same( 503, told( event( 'payment.paid', 7 ) )['status'], 'another plugin throws' );
	Shop::$broken = false;
	same( array( 200, 'processing' ), array( told( event( 'payment.paid', 7 ) )['status'], wc_get_order( 7 )->get_status() ), 'and then it does' );
};

$tests['money of an order whose buyer chose another method afterwards is not lost'] = function () {
	Shop::order( 7, '19.95', 'EUR', array( 'status' => 'on-hold', 'method' => 'bacs', 'meta' => array( '_tillgate_payment_id' => 'pay_1' ) ) );
	told( event( 'payment.paid', 7 ) );
	same( array( 'processing', 'tillgate' ), array( wc_get_order( 7 )->get_status(), wc_get_order( 7 )->get_payment_method() ), 'paid' );
	Shop::order( 8, '19.95', 'EUR', array( 'method' => '' ) );
	told( event( 'payment.paid', 8 ) );
	same( array( 'processing', 'tillgate', 'Card, wallet and more' ), array( wc_get_order( 8 )->get_status(), wc_get_order( 8 )->get_payment_method(), wc_get_order( 8 )->data()['title'] ), 'an order without a method, paid in a chat' );
};

$tests['what is told twice is noted once'] = function () {
	foreach ( array( 'dispute.opened', 'payment.second_success', 'refund.failed', 'attempt.declined' ) as $type ) {
		Shop::order( 7, '19.95', 'EUR', array( 'meta' => array( '_tillgate_payment_id' => 'pay_1' ) ) );
		told( event( $type, 7 ) );
		told( event( $type, 7 ) );
		same( 1, count( wc_get_order( 7 )->data()['notes'] ), $type );
	}
	Shop::order( 7, '29.95' );
	told( event( 'payment.paid', 7 ) );
	wc_get_order( 7 )->set( 'status', 'cancelled' );
	told( event( 'payment.paid', 7 ) );
	same( array( 'cancelled', 1 ), array( wc_get_order( 7 )->get_status(), count( wc_get_order( 7 )->data()['notes'] ) ), 'another amount; the merchant has decided' );
};

$tests['an order set to paid by hand names its money when it comes'] = function () {
	Shop::order( 7, '19.95', 'EUR', array( 'status' => 'processing' ) );
	told( event( 'payment.paid', 7 ) );
	told( event( 'payment.paid', 7 ) );
	same( array( 'pay_1', 1 ), array( wc_get_order( 7 )->get_transaction_id(), count( wc_get_order( 7 )->data()['notes'] ) ), 'with a note' );
	told( event( 'payment.paid', 7, array(), 'pay_2' ) );
	same( array( 'pay_1', 2 ), array( wc_get_order( 7 )->get_transaction_id(), count( wc_get_order( 7 )->data()['notes'] ) ), 'a second payment' );
};

$tests['reserved money that is released may be paid again'] = function () {
	Shop::order( 7, '19.95', 'EUR', array( 'meta' => array( '_tillgate_payment_id' => 'pay_1' ) ) );
	told( event( 'payment.authorized', 7 ) );
	same( 'on-hold', wc_get_order( 7 )->get_status(), 'reserved' );
	told( event( 'payment.canceled', 7 ) );
	same( array( 'failed', '' ), array( wc_get_order( 7 )->get_status(), wc_get_order( 7 )->get_transaction_id() ), 'released' );
	Shop::order( 8, '29.95', 'EUR', array( 'meta' => array( '_tillgate_payment_id' => 'pay_1' ) ) );
	told( event( 'payment.paid', 8 ) );
	told( event( 'payment.expired', 8 ) );
	same( 'on-hold', wc_get_order( 8 )->get_status(), 'another amount waits for the merchant, not for the buyer' );
};

$tests['what was read before waiting for the lock is read anew'] = function () {
	$order = Shop::order( 7, '19.95' );
	Kept::save( 7, array( 'status' => 'processing', 'paid' => time(), 'tx' => 'pay_1' ) + $order->data() );
	told( event( 'payment.paid', 7 ) );
	same( 0, wc_get_order( 7 )->mails(), 'another process was faster' );
};

$tests['changes are told once for each order, and again until they are heard'] = function () {
	Shop::order( 7, '19.95' )->update_status( 'cancelled' );
	wc_get_order( 7 )->update_status( 'pending' );
	Shop::order( 8, '19.95' )->update_status( 'cancelled' );
	Shop::order( 9, '19.95', 'EUR', array( 'method' => 'bacs' ) )->update_status( 'cancelled' );
	same( array( array( 0, 'tillgate_push', array( 'order.changed', '7', 0 ) ), array( 0, 'tillgate_push', array( 'order.changed', '8', 0 ) ) ), Shop::$queue, 'one waiting message does not keep another order\'s back' );
	Shop::$queue = array();
	wc_get_order( 8 )->set( 'status', 'pending' );
	Tillgate_Orders::revision( wc_get_order( 8 ) );
	wc_get_order( 8 )->save();
	same( array(), Shop::$queue, 'a save that changes nothing' );
	wc_get_order( 8 )->set( 'total', '24.95' );
	same( 1, count( Shop::$queue ), 'another sum' );
	Shop::$heard = false;
	$days        = 0;
	for ( $tries = 0; $tries < 30; $tries++ ) {
		Shop::$queue = array();
		Tillgate_Push::send( 'order.changed', '8', $tries );
		$days += empty( Shop::$queue ) ? 0 : Shop::$queue[0][0] / 86400;
	}
	same( true, $days > 2 && $days < 5, 'for days, not for ever' );
};
