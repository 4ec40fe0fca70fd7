<?php
/** Many processes at the same moment, on a real database. */

/** Delivers one event by several processes at once; each must be answered with 200. */
function all_at_once( $event ) {
	$environment = getenv() + array();
	$environment['TILLGATE_TEST_EVENT']      = json_encode( $event );
	$environment['TILLGATE_TEST_CONNECTION'] = json_encode( Tillgate_Connection::get() );
	$environment['TILLGATE_TEST_MOMENT']     = (string) ( microtime( true ) + 1 );
	$running                                 = array();
	for ( $i = 0; $i < 8; $i++ ) {
		$running[] = proc_open( array( PHP_BINARY, __DIR__ . '/run.php', 'deliver' ), array(), $pipes, null, $environment );
	}
	foreach ( $running as $process ) {
		same( 0, proc_close( $process ), 'answered with 200' );
	}
	Kept::forget( 7 );
}

if ( $GLOBALS['wpdb']->link ) {
	$tests['eight deliveries at the same moment complete once, and refund once'] = function () {
		for ( $round = 0; $round < 3; $round++ ) {
			Shop::fresh();
			Shop::order( 7, '19.95' );
			all_at_once( event( 'payment.paid', 7 ) );
			same( array( 'processing', 'pay_1', 1 ), array( wc_get_order( 7 )->get_status(), wc_get_order( 7 )->get_transaction_id(), Kept::counted( 'mails', 7 ) ), 'one completion, one mail' );
			all_at_once( event( 'refund.succeeded', 7, array( 'refund_id' => 'opn_1', 'refund_amount' => '5.00', 'cause' => 'requested' ) ) );
			same( array( 1, '5.00', 1 ), array( Kept::counted( 'booked', 7 ), wc_get_order( 7 )->get_total_refunded(), count( wc_get_order( 7 )->get_refunds() ) ), 'one refund' );
		}
	};
}
