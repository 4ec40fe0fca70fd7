<?php
/** Connecting, and who is not connected. */

$tests['the browser takes a challenge along, and only this user comes back, once and in time'] = function () {
	Tillgate_Connection::forget();
	Shop::$options['woocommerce_tillgate_settings'] = array( 'gateway_url' => 'https://pay.example/' );
	$go = function () {
		try {
			Tillgate_Connect::go();
		} catch ( Redirected $to ) {
			parse_str( parse_url( $to->getMessage(), PHP_URL_QUERY ), $query );
			return $query;
		}
	};
	$back = function ( $query ) {
		$_GET = $query;
		try {
			Tillgate_Connect::back();
		} catch ( Redirected $to ) {
			return substr( $to->getMessage(), strpos( $to->getMessage(), 'tillgate=' ) + 9 );
		}
	};
	$query = $go();
	$kept  = Shop::$usermeta['_tillgate_connecting'];
	same( rtrim( strtr( base64_encode( hash( 'sha256', $kept['verifier'], true ) ), '+/', '-_' ), '=' ), $query['challenge'], 'of a verifier that stays here' );
	same( array( 'woocommerce', 'https://shop.example', 'Tea & more', 'zh-CN' ), array( $query['platform'], $query['shop'], $query['name'], $query['lang'] ), 'who asks' );
	same( 'stale', $back( array( 'state' => 'guessed', 'code' => 'c' ) ), 'another state' );
	same( 'stale', $back( array( 'state' => $query['state'], 'code' => 'c' ) ), 'not after a wrong one' );
	$query = $go();
	Shop::$usermeta['_tillgate_connecting']['until'] = time() - 1;
	same( 'stale', $back( array( 'state' => $query['state'], 'code' => 'c' ) ), 'too late' );
	same( 'denied', $back( array( 'state' => $go()['state'], 'error' => 'denied' ) ), 'denied' );
	Shop::$network = function ( $url, $args ) {
		if ( 'https://pay.example/api/connect/token' === $url ) {
			Shop::$calls[] = json_decode( $args['body'], true );
			return array( 'code' => 200, 'body' => json_encode( Shop::connection() ) );
		}
		return array( 'code' => 200, 'body' => '{"reachable":false,"problem":"other_answer"}' );
	};
	$query = $go();
	same( 'connected', $back( array( 'state' => $query['state'], 'code' => 'c1' ) ), 'connected' );
	same( array( 'c1', 'https://shop.example', 'https://shop.example/wp-json/tillgate/v1/notify', 'https://shop.example/wc-api/tillgate/' ), array( Shop::$calls[0]['code'], Shop::$calls[0]['shop'], Shop::$calls[0]['notify_url'], Shop::$calls[0]['notify_url_fallback'] ), 'server to server' );
	same( 'yes', get_option( 'woocommerce_tillgate_settings' )['enabled'], 'what is connected is offered' );
	$found = Tillgate_Doctor::findings();
	same( true, false !== strpos( end( $found )[2], 'Another page answers' ), 'and was tried in both directions at once' );
	same( 'stale', $back( array( 'state' => $query['state'], 'code' => 'c1' ) ), 'not twice' );
	Tillgate_Connection::forget();
	same( 'The shop is not connected yet.', array_slice( Tillgate_Doctor::findings(), -1 )[0][2], 'what was tested ends with the connection' );
};

$tests['a copy of the shop is none of the ways its address can be written'] = function () {
	foreach ( array( 'http://shop.example', 'https://shop.example/', 'https://SHOP.example:443' ) as $same ) {
		Shop::$home = $same;
		same( false, Tillgate_Connection::is_copy(), $same );
	}
	foreach ( array( 'https://staging.shop.example', 'https://shop.example/staging', 'https://shop.example:8443' ) as $copy ) {
		Shop::$home = $copy;
		same( array( true, null, 'copy' ), array( Tillgate_Connection::is_copy(), Tillgate_Connection::get(), Tillgate_Gateway::why_not( 'EUR' ) ), $copy );
		Shop::$transients['tillgate_tested'] = array( array( 'of the original', 'ok', '' ) );
		$found                               = Tillgate_Doctor::findings();
		same( array( 'bad', false ), array( end( $found )[1], in_array( 'of the original', array_column( $found, 0 ), true ) ), 'what was tested before is not its own' );
		Shop::order( 7, '19.95' )->update_status( 'cancelled' );
		same( array(), Shop::$queue, 'it tells nothing' );
	}
};

$tests['it is offered where an amount can be said and a method is there'] = function () {
	$status                          = array( 'methods' => array( 'card' ), 'currencies' => array( 'EUR', 'JPY' ) );
	Shop::$answers                   = array( 'GET /api/connect/status' => array( 200, $status ) );
	$method                          = new Tillgate_Gateway();
	same( true, $method->is_available(), 'EUR with 2 decimals' );
	Shop::$currency = 'JPY';
	same( array( false, 'decimals' ), array( $method->is_available(), Tillgate_Gateway::why_not( 'JPY' ) ), 'JPY with 2 decimals' );
	Shop::$decimals = 0;
	same( true, $method->is_available(), 'JPY without' );
	Shop::$currency = 'USD';
	same( array( false, 'currency' ), array( $method->is_available(), Tillgate_Gateway::why_not( 'USD' ) ), 'a currency of no method' );
	Shop::$transients = array();
	Shop::$answers    = array( 'GET /api/connect/status' => array( 200, array( 'methods' => array() ) + $status ) );
	same( 'methods', Tillgate_Gateway::why_not( 'EUR' ), 'no method' );
	Shop::$transients = array();
	Shop::$answers    = array();
	Shop::$calls      = array();
	same( array( '', '' ), array( Tillgate_Gateway::why_not( 'EUR' ), Tillgate_Gateway::why_not( 'EUR' ) ), 'a gateway that is away may be back when the form is filled in' );
	same( 1, count( Shop::$calls ), 'and is not asked with every page' );
};
