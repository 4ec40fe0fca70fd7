<?php
/** Money back. */

$tests['a refund made at the gateway is booked once, one of a second charge is not'] = function () {
	Shop::order( 7, '19.95', 'EUR', array( 'status' => 'processing', 'tx' => 'pay_1' ) );
	$refund = event( 'refund.succeeded', 7, array( 'refund_id' => 'opn_1', 'refund_amount' => '5.00', 'cause' => 'requested' ) );
	told( $refund );
	told( $refund );
	same( array( 1, '5.00' ), array( count( wc_get_order( 7 )->get_refunds() ), wc_get_order( 7 )->get_total_refunded() ), 'booked once' );
	same( true, wc_get_order( 7 )->get_refunds()[0]->get_refunded_payment(), 'as one whose money moved' );
	told( event( 'refund.succeeded', 7, array( 'refund_id' => 'opn_2', 'refund_amount' => '19.95', 'cause' => 'second_success' ) ) );
	same( '5.00', wc_get_order( 7 )->get_total_refunded(), 'a second charge was never this order’s' );
};

/** An order that was paid, and a gateway that answers refunds with this status (null: not at all). */
function paid_order( $status, $known = array() ) {
	Shop::order( 7, '19.95', 'EUR', array( 'status' => 'processing', 'paid' => 1, 'tx' => 'pay_1' ) );
	Shop::$answers = array( 'GET /api/v1/payments/pay_1' => array( 200, array( 'id' => 'pay_1', 'status' => 'paid', 'refunds' => $known ) ) );
	if ( null !== $status ) {
		Shop::$answers['POST /api/v1/payments/pay_1/refunds'] = array( 201, array( 'id' => 'opn_1', 'status' => $status ) );
	}
}
/** The button of WooCommerce. */
function refund( $amount ) {
	return wc_create_refund( array( 'order_id' => 7, 'amount' => $amount, 'refund_payment' => true ) );
}
function gave_back( $id, $amount, $cause = 'requested' ) {
	return event( 'refund.succeeded', 7, array( 'refund_id' => $id, 'refund_amount' => $amount, 'cause' => $cause ) );
}

$tests['a refund is done when the provider says so'] = function () {
	paid_order( 'succeeded' );
	same( false, is_wp_error( refund( '5.00' ) ), 'succeeded' );
	same( 'opn_1', wc_get_order( 7 )->get_refunds()[0]->get_meta( '_tillgate_refund_id' ), 'known by its name' );
	told( gave_back( 'opn_1', '5.00' ) );
	same( 1, count( wc_get_order( 7 )->get_refunds() ), 'what was made here is not booked twice' );
	foreach ( array( 'pending', 'failed', null ) as $status ) {
		paid_order( $status );
		same( true, is_wp_error( refund( '5.00' ) ), 'not done: ' . $status );
		same( 0, count( wc_get_order( 7 )->get_refunds() ), 'and not booked' );
		if ( 'failed' !== $status ) {
			told( gave_back( 'opn_1', '5.00' ) );
			same( '5.00', wc_get_order( 7 )->get_total_refunded(), 'it is when it has arrived' );
		}
	}
	foreach ( array( '5.001', '0', '-1', 'abc' ) as $amount ) {
		$method = new Tillgate_Gateway();
		same( true, is_wp_error( $method->process_refund( 7, $amount, '' ) ), $amount );
	}
};

$tests['a message that is faster than the answer is the answer'] = function () {
	foreach ( array( array( 201, array( 'id' => 'opn_1', 'status' => 'pending' ) ), null ) as $answer ) {
		paid_order( null );
		$known         = Shop::$answers['GET /api/v1/payments/pay_1'];
		Shop::$network = function ( $url, $args ) use ( $answer, $known ) {
			if ( 'GET' === $args['method'] ) {
				return array( 'code' => 200, 'body' => json_encode( $known[1] ) );
			}
			told( gave_back( 'opn_1', '5.00' ) );
			return null === $answer ? new WP_Error( 'http_request_failed', 'nobody there' ) : array( 'code' => $answer[0], 'body' => json_encode( $answer[1] ) );
		};
		same( false, is_wp_error( refund( '5.00' ) ), 'done' );
		Shop::$network = null;
		told( gave_back( 'opn_1', '5.00' ) );
		same( array( 1, 'opn_1' ), array( count( wc_get_order( 7 )->get_refunds() ), wc_get_order( 7 )->get_refunds()[0]->get_meta( '_tillgate_refund_id' ) ), 'once' );
	}
};

$tests['a refund that the shop does not know yet stops the next one'] = function () {
	foreach ( array( 'started', 'pending', 'succeeded' ) as $status ) {
		paid_order( 'succeeded', array( array( 'id' => 'opn_9', 'status' => $status, 'cause' => 'requested' ) ) );
		Shop::$calls = array();
		same( true, is_wp_error( refund( '5.00' ) ), $status );
		same( array( 'GET /api/v1/payments/pay_1' ), array_column( Shop::$calls, 'what' ), 'nothing was asked for' );
	}
	paid_order( 'succeeded', array( array( 'id' => 'opn_9', 'status' => 'failed', 'cause' => 'requested' ), array( 'id' => 'opn_8', 'status' => 'succeeded', 'cause' => 'second_success' ) ) );
	same( false, is_wp_error( refund( '5.00' ) ), 'neither a failed one nor a second charge that went back' );
};

$tests['a refund made by hand at the provider is booked too'] = function () {
	paid_order( 'succeeded' );
	told( gave_back( 'opn_1', '5.00', 'at_provider' ) );
	same( '5.00', wc_get_order( 7 )->get_total_refunded(), 'booked' );
};

$tests['"refunded" by hand warns that no money went back, and the gateway is told'] = function () {
	paid_order( 'succeeded' );
	wc_get_order( 7 )->update_status( 'refunded' );
	same( true, false !== strpos( wc_get_order( 7 )->notes(), 'No money went back' ), 'a note' );
	same( true, in_array( array( 0, 'tillgate_push', array( 'order.refunded_by_hand', '7', 0 ) ), Shop::$queue, true ), 'told' );
	told( gave_back( 'opn_1', '19.95' ) );
	told( gave_back( 'opn_1', '19.95' ) );
	same( 1, substr_count( wc_get_order( 7 )->notes(), 'could not be booked' ), 'more than is left is noted, once' );
	paid_order( 'succeeded' );
	Shop::$queue = array();
	told( gave_back( 'opn_1', '5.00' ) );
	same( false, strpos( wc_get_order( 7 )->notes(), 'No money went back' ), 'what the gateway gave back is not by hand' );
};
