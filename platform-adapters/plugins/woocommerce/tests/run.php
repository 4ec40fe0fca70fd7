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
require __DIR__ . '/wordpress.php';
require __DIR__ . '/shop.php';
require __DIR__ . '/standins.php';
define( 'TILLGATE_WC_VERSION', '0' );
define( 'TILLGATE_WC_FILE', dirname( __DIR__ ) . '/tillgate-for-woocommerce/tillgate-for-woocommerce.php' );
foreach ( array( 'money', 'connection', 'signature', 'api', 'orders', 'settlement', 'refunds', 'payments', 'return', 'watch', 'notify', 'push', 'connect', 'doctor', 'gateway' ) as $part ) {
	require dirname( __DIR__ ) . '/tillgate-for-woocommerce/includes/class-tillgate-' . $part . '.php';
}
foreach ( array( 'Return', 'Refunds', 'Watch', 'Push' ) as $part ) {
	call_user_func( array( 'Tillgate_' . $part, 'register' ) );
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
function event( $type, $order, $more = array(), $payment = 'pay_1' ) {
	return array(
		'id'         => 'evt_1',
		'type'       => $type,
		'payment_id' => $payment,
		'data'       => $more + array(
			'order_reference' => (string) $order,
			'amount'          => '19.95',
			'currency'        => 'EUR',
		),
	);
}

if ( isset( $argv[1] ) && 'deliver' === $argv[1] ) {
	// One of several processes that get the same event at once: all are there when the moment comes.
	Shop::$slow = 50000;
	while ( microtime( true ) < (float) getenv( 'TILLGATE_TEST_MOMENT' ) ) {
		usleep( 1000 );
	}
	Shop::$options['tillgate_connection'] = json_decode( getenv( 'TILLGATE_TEST_CONNECTION' ), true );
	$answer = told( json_decode( getenv( 'TILLGATE_TEST_EVENT' ), true ) );
	exit( 200 === $answer['status'] ? 0 : 1 );
}

$tests = array();
foreach ( glob( __DIR__ . '/*-test.php' ) as $file ) {
	require $file;
}
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
echo count( $tests ) . ' tests, ' . $count . ' facts, database: ' . ( $GLOBALS['wpdb']->link ? 'MariaDB' : 'none' ) . "\n";
