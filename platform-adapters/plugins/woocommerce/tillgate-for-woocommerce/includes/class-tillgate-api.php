<?php
/**
 * The way to the gateway.
 *
 * @package Tillgate
 */

defined( 'ABSPATH' ) || exit;

/**
 * Calls of the gateway's API. A lost answer is never a refusal: it is "unknown", and the same call can be made again with
 * the same key.
 */
final class Tillgate_Api {
	const TOKEN = 'tillgate_token';

	/**
	 * Calls the API.
	 *
	 * @param string      $method GET or POST.
	 * @param string      $path   Such as /api/v1/payments.
	 * @param array|null  $body   To be sent as JSON.
	 * @param string|null $key    Idempotency-Key of a POST.
	 * @param int         $wait   Seconds at most.
	 * @return array|WP_Error The answer; or the code "tillgate_unknown" when there was none, "tillgate_refused" when the
	 *                        gateway said no (its problem as data), "tillgate_not_connected".
	 */
	public static function call( $method, $path, $body = null, $key = null, $wait = 20 ) {
		$link = Tillgate_Connection::get();
		if ( null === $link ) {
			return new WP_Error( 'tillgate_not_connected', __( 'This shop is not connected to its payment gateway.', 'tillgate-for-woocommerce' ) );
		}
		for ( $try = 0; ; $try++ ) {
			$token = self::token( $link, $try > 0, $wait );
			if ( is_wp_error( $token ) ) {
				return $token;
			}
			$headers = array( 'Authorization' => 'Bearer ' . $token );
			if ( null !== $key ) {
				$headers['Idempotency-Key'] = $key;
			}
			$answer = self::send( $method, Tillgate_Connection::gateway() . $path, $headers, $body, $wait );
			if ( is_wp_error( $answer ) || 401 !== $answer['status'] || $try > 0 ) {
				return self::read( $answer );
			}
		}
	}

	/**
	 * Sends without a token: for connecting.
	 *
	 * @param string $url  Whole address.
	 * @param array  $body To be sent as JSON.
	 * @return array|WP_Error
	 */
	public static function open( $url, $body ) {
		return self::read( self::send( 'POST', $url, array(), $body, 20 ) );
	}

	/**
	 * One HTTP request. Not the "safe" kind: a merchant's gateway may well stand in the merchant's own network, and its
	 * address is the merchant's word, not a visitor's.
	 *
	 * @param string     $method  GET or POST.
	 * @param string     $url     Whole address.
	 * @param array      $headers More headers.
	 * @param array|null $body    To be sent as JSON.
	 * @param int        $wait    Seconds at most.
	 * @return array|WP_Error Status and body.
	 */
	private static function send( $method, $url, $headers, $body, $wait ) {
		$answer = wp_remote_request(
			$url,
			array(
				'method'      => $method,
				'timeout'     => $wait,
				'redirection' => 0,
				'headers'     => $headers + array(
					'Content-Type' => 'application/json',
					'Accept'       => 'application/json',
				),
				'body'        => null === $body ? null : wp_json_encode( $body ),
				'user-agent'  => 'Tillgate-WooCommerce/' . TILLGATE_WC_VERSION,
			)
		);
		if ( is_wp_error( $answer ) ) {
			Tillgate_Connection::log( 'warning', 'no answer of the gateway: ' . $answer->get_error_code() );
			return new WP_Error( 'tillgate_unknown', __( 'The payment gateway did not answer. Please try again in a moment.', 'tillgate-for-woocommerce' ) );
		}
		return array(
			'status' => (int) wp_remote_retrieve_response_code( $answer ),
			'body'   => wp_remote_retrieve_body( $answer ),
		);
	}

	/**
	 * What an answer says.
	 *
	 * @param array|WP_Error $answer Status and body.
	 * @return array|WP_Error
	 */
	private static function read( $answer ) {
		if ( is_wp_error( $answer ) ) {
			return $answer;
		}
		$said = '' === $answer['body'] ? array() : json_decode( $answer['body'], true );
		if ( $answer['status'] >= 200 && $answer['status'] < 300 && is_array( $said ) ) {
			return $said;
		}
		$unknown = $answer['status'] >= 500 || 429 === $answer['status'] || ! is_array( $said );
		$detail  = is_array( $said ) && isset( $said['detail'] ) ? (string) $said['detail'] : 'HTTP ' . $answer['status'];
		Tillgate_Connection::log( 'warning', 'the gateway answered ' . $answer['status'] );
		return new WP_Error(
			$unknown ? 'tillgate_unknown' : 'tillgate_refused',
			$unknown ? __( 'The payment gateway did not answer. Please try again in a moment.', 'tillgate-for-woocommerce' ) : $detail,
			is_array( $said ) ? $said + array( 'status' => $answer['status'] ) : array( 'status' => $answer['status'] )
		);
	}

	/**
	 * An access token, kept until shortly before it ends.
	 *
	 * @param array $link  The connection.
	 * @param bool  $fresh Whether the kept one was refused.
	 * @param int   $wait  Seconds at most.
	 * @return string|WP_Error
	 */
	private static function token( $link, $fresh, $wait ) {
		$kept = $fresh ? false : get_transient( self::TOKEN );
		if ( is_string( $kept ) && '' !== $kept ) {
			return $kept;
		}
		$answer = wp_remote_post(
			$link['token_url'],
			array(
				'timeout'     => min( 10, $wait ),
				'redirection' => 0,
				'headers'     => array(
					'Authorization' => 'Basic ' . base64_encode( $link['client_id'] . ':' . $link['client_secret'] ), // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- HTTP Basic.
				),
				'body'        => array( 'grant_type' => 'client_credentials' ),
			)
		);
		$said = is_wp_error( $answer ) ? null : json_decode( wp_remote_retrieve_body( $answer ), true );
		if ( ! is_array( $said ) || empty( $said['access_token'] ) ) {
			$refused = ! is_wp_error( $answer ) && in_array( (int) wp_remote_retrieve_response_code( $answer ), array( 400, 401 ), true );
			return $refused
				? new WP_Error( 'tillgate_not_connected', __( 'The payment gateway does not know this shop any more. Please connect it again.', 'tillgate-for-woocommerce' ) )
				: new WP_Error( 'tillgate_unknown', __( 'The payment gateway did not answer. Please try again in a moment.', 'tillgate-for-woocommerce' ) );
		}
		set_transient( self::TOKEN, $said['access_token'], max( 30, (int) $said['expires_in'] - 60 ) );
		return $said['access_token'];
	}
}
