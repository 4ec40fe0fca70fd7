<?php
/** What is believed. */

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
	$none = array( 'authorization' => 'Bearer ' . $url( '{"alg":"none","kid":"k1"}' ) . strstr( substr( $broken['authorization'], 7 ), '.' ) );
	same( 401, Tillgate_Notify::handle( $body, $none + $headers, time() )['status'], 'of no kind' );
};

$tests['nothing secret is written to the log'] = function () {
	Shop::order( 7, '19.95' );
	told( event( 'payment.paid', 7 ) );
	Tillgate_Api::call( 'GET', '/api/v1/payments/pay_9' );
	$log = implode( "\n", Shop::$log );
	same( false, strpos( $log, 'whsec_' ) || strpos( $log, 'secret' ), 'no secret' );
	same( true, false !== strpos( $log, 'payment.paid of order 7: completed' ), 'but what came of it' );
};
