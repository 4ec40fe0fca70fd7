<?php
/**
 * How shop and gateway know each other.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * Signs and checks messages. Each from the gateway carries a JWT (keys published by the gateway) and the three headers of
 * Standard Webhooks (https://www.standardwebhooks.com, checked 2026-11-25); both must be right when both can be checked.
 */
final class Tillgate_Signature {
	const WINDOW = 300;
	const KEYS   = 'tillgate_jwks';

	/**
	 * The three headers for a body.
	 *
	 * @param string $id     The message's name.
	 * @param string $body   Raw bytes.
	 * @param string $secret As whsec_….
	 * @param int    $time   Seconds since 1970.
	 * @return array
	 */
	public static function headers( $id, $body, $secret, $time ) {
		return array(
			'webhook-id'        => $id,
			'webhook-timestamp' => (string) $time,
			'webhook-signature' => self::mac( $id, $time, $body, $secret ),
		);
	}

	/**
	 * Why a message is not the gateway's, or null when it is.
	 *
	 * @param string $body    Raw bytes.
	 * @param array  $headers By lower-case name.
	 * @param array  $link    The connection.
	 * @param int    $now     Seconds since 1970.
	 * @return string|null
	 */
	public static function refusal( $body, $headers, $link, $now ) {
		$id   = isset( $headers['webhook-id'] ) ? $headers['webhook-id'] : '';
		$time = isset( $headers['webhook-timestamp'] ) ? $headers['webhook-timestamp'] : '';
		if ( '' === $id || ! preg_match( '/^\d{1,12}$/', $time ) ) {
			return 'the webhook headers are missing';
		}
		if ( abs( $now - (int) $time ) > self::WINDOW ) {
			return 'too old, or the clocks differ by more than five minutes';
		}
		$good  = false;
		$given = isset( $headers['webhook-signature'] ) ? $headers['webhook-signature'] : '';
		foreach ( self::secrets( $link, $now ) as $secret ) {
			$expected = self::mac( $id, $time, $body, $secret );
			foreach ( explode( ' ', $given ) as $one ) {
				$good = hash_equals( $expected, $one ) || $good;
			}
		}
		if ( ! $good ) {
			return 'the webhook signature is wrong';
		}
		$token = isset( $headers['authorization'] ) ? $headers['authorization'] : '';
		// Some servers do not hand this header on to PHP; the other signature suffices then.
		return 0 === stripos( $token, 'Bearer ' ) ? self::token_refusal( substr( $token, 7 ), $id, $body, $link, $now ) : null;
	}

	/**
	 * The secrets that are good now: the newest, and the one before for a day.
	 *
	 * @param array $link The connection.
	 * @param int   $now  Seconds since 1970.
	 * @return string[]
	 */
	private static function secrets( $link, $now ) {
		$secrets = array( $link['callback_secret'] );
		if ( ! empty( $link['old_secret'] ) && isset( $link['old_until'] ) && $now < (int) $link['old_until'] ) {
			$secrets[] = $link['old_secret'];
		}
		return $secrets;
	}

	/**
	 * One signature.
	 *
	 * @param string     $id     The message's name.
	 * @param string|int $time   Seconds since 1970.
	 * @param string     $body   Raw bytes.
	 * @param string     $secret As whsec_….
	 * @return string
	 */
	private static function mac( $id, $time, $body, $secret ) {
		$key = base64_decode( 0 === strpos( $secret, 'whsec_' ) ? substr( $secret, 6 ) : $secret ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_decode -- A key.
		return 'v1,' . base64_encode( hash_hmac( 'sha256', $id . '.' . $time . '.' . $body, $key, true ) ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- A signature.
	}

	/**
	 * Why the token does not count, or null when it does or cannot be checked on this server.
	 *
	 * @param string $token The JWT.
	 * @param string $id    What its jti must be.
	 * @param string $body  What its body_sha256 must be of.
	 * @param array  $link  The connection.
	 * @param int    $now   Seconds since 1970.
	 * @return string|null
	 */
	private static function token_refusal( $token, $id, $body, $link, $now ) {
		$parts = explode( '.', $token );
		if ( 3 !== count( $parts ) || strlen( $token ) > 4096 ) {
			return 'the token is not one';
		}
		$head   = json_decode( self::decoded( $parts[0] ), true );
		$claims = json_decode( self::decoded( $parts[1] ), true );
		if ( ! is_array( $head ) || ! is_array( $claims ) || empty( $head['kid'] ) || empty( $head['alg'] ) ) {
			return 'the token is not one';
		}
		$checked = self::is_signed( $parts, $head, $link );
		if ( false === $checked ) {
			return 'the token’s signature is wrong';
		}
		$hash = rtrim( strtr( base64_encode( hash( 'sha256', $body, true ) ), '+/', '-_' ), '=' ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- A hash.
		$fits = isset( $claims['iss'], $claims['aud'], $claims['jti'], $claims['exp'], $claims['body_sha256'] )
			&& $claims['iss'] === $link['issuer']
			&& in_array( $link['store_id'], (array) $claims['aud'], true )
			&& $claims['jti'] === $id
			&& hash_equals( $hash, (string) $claims['body_sha256'] );
		if ( ! $fits ) {
			return 'the token is about something else';
		}
		return (int) $claims['exp'] + 60 < $now ? 'the token has expired' : null;
	}

	/**
	 * Whether the token is signed with a published key; null when this server cannot tell.
	 *
	 * @param string[] $parts Of the token.
	 * @param array    $head  Its header.
	 * @param array    $link  The connection.
	 * @return bool|null
	 */
	private static function is_signed( $parts, $head, $link ) {
		$key = self::key( $head['kid'], $link );
		if ( null === $key ) {
			return null;
		}
		$signature = self::decoded( $parts[2] );
		$signed    = $parts[0] . '.' . $parts[1];
		if ( 'EdDSA' === $head['alg'] && 'OKP' === $key['kty'] ) {
			return function_exists( 'sodium_crypto_sign_verify_detached' ) && 64 === strlen( $signature )
				? sodium_crypto_sign_verify_detached( $signature, $signed, self::decoded( $key['x'] ) )
				: null;
		}
		if ( 'ES256' === $head['alg'] && 'EC' === $key['kty'] ) {
			return function_exists( 'openssl_verify' ) && 64 === strlen( $signature )
				? 1 === openssl_verify( $signed, self::der( $signature ), self::pem( $key ), OPENSSL_ALGO_SHA256 )
				: null;
		}
		return false;
	}

	/**
	 * A published key of the gateway; asked for again when it is not known, at most once a minute.
	 *
	 * @param string $kid  Its name.
	 * @param array  $link The connection.
	 * @return array|null
	 */
	private static function key( $kid, $link ) {
		$kept = get_transient( self::KEYS );
		if ( ! is_array( $kept ) || ( ! isset( $kept['keys'][ $kid ] ) && $kept['at'] < time() - 60 ) ) {
			$answer = wp_remote_get( $link['jwks_url'], array( 'timeout' => 5 ) );
			$said   = is_wp_error( $answer ) ? null : json_decode( wp_remote_retrieve_body( $answer ), true );
			$keys   = array();
			foreach ( isset( $said['keys'] ) && is_array( $said['keys'] ) ? $said['keys'] : array() as $key ) {
				$keys[ (string) $key['kid'] ] = $key;
			}
			$kept = array(
				'at'   => time(),
				'keys' => $keys,
			);
			set_transient( self::KEYS, $kept, HOUR_IN_SECONDS );
		}
		return isset( $kept['keys'][ $kid ] ) ? $kept['keys'][ $kid ] : null;
	}

	/**
	 * Base64url.
	 *
	 * @param string $text Encoded.
	 * @return string
	 */
	private static function decoded( $text ) {
		return (string) base64_decode( strtr( $text, '-_', '+/' ) ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_decode -- Part of a JWT.
	}

	/**
	 * A P-256 key as OpenSSL reads it.
	 *
	 * @param array $key JWK.
	 * @return string
	 */
	private static function pem( $key ) {
		$der = hex2bin( '3059301306072a8648ce3d020106082a8648ce3d03010703420004' ) . self::decoded( $key['x'] ) . self::decoded( $key['y'] );
		return "-----BEGIN PUBLIC KEY-----\n" . chunk_split( base64_encode( $der ), 64, "\n" ) . "-----END PUBLIC KEY-----\n"; // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- A public key.
	}

	/**
	 * A JWS signature as OpenSSL reads it.
	 *
	 * @param string $raw 64 bytes.
	 * @return string
	 */
	private static function der( $raw ) {
		$numbers = '';
		foreach ( str_split( $raw, 32 ) as $half ) {
			$number   = ltrim( $half, "\0" );
			$number   = '' === $number || ord( $number[0] ) > 127 ? "\0" . $number : $number;
			$numbers .= "\x02" . chr( strlen( $number ) ) . $number;
		}
		return "\x30" . chr( strlen( $numbers ) ) . $numbers;
	}
}
